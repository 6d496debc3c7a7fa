import './words.ts';

export { balanceOf, credit, type Debit, debit } from './balance/balance.ts';
export { landTopUp } from './balance/land-top-up.ts';
export { payByBalance } from './balance/pay-by-balance.ts';
export type { Answer, Callback, Way } from './gateways/gateway.ts';
export { gatewayTitle } from './gateways/index.ts';
export { askDue } from './pay/ask-due.ts';
export { callbackBody, callbackOf } from './pay/callback.ts';
export { confirmByHand } from './pay/confirm-by-hand.ts';
export { closePayments, markLanded, markPaid, type Paid, paidNotLanded } from './pay/mark-paid.ts';
export { type Read, readCallback } from './pay/read-callback.ts';
export { type Begun, paymentOf, startPayment, type ToPay } from './pay/start-payment.ts';
export { type WayToPay, waysToPay } from './pay/ways-to-pay.ts';
export { type RefundWish, refundsOf, requestRefund } from './refunds/request-refund.ts';
export type { PaymentRow, RefundRow } from './tables.ts';
