export { balanceOf, credit, type Debit, debit } from './balance/balance.ts';
export type { PaymentRow, RefundRow } from './tables.ts';
