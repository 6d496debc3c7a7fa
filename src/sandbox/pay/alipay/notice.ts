import { randomBytes } from 'node:crypto';
import type { Parameters } from '../bodies.ts';
import { cents, type Gateway, type Order, paidCents, yuan } from '../state.ts';
import {
  DURATIONS,
  FORM,
  moment,
  type Protocol,
  type Telling,
  withFields,
} from '../telling/protocol.ts';
import { contentOf, rsa2 } from './sign.ts';

const { M, H } = DURATIONS;
const STATUS = { success: 'TRADE_SUCCESS', waiting: 'WAIT_BUYER_PAY', closed: 'TRADE_CLOSED' };
const OTHER = '2021000000009999';

/** 支付宝 tells by a form; sign and sign_type are left out of what is signed. */
export const alipayNotices: Protocol = {
  waits: [4 * M, 10 * M, 10 * M, H, 2 * H, 6 * H, 15 * H],
  has_currency: true,
  has_merchant: true,
  isTaken: (_status, answer) => answer.trim() === 'success',
  notice: (gateway, order, telling) => {
    const fields = signed(gateway, fieldsOf(gateway, order, telling), telling.is_forged);
    const body = new URLSearchParams(fields).toString();
    return { method: 'POST', url: order.notify_url, headers: FORM, body };
  },
  back: (gateway, order) => {
    if (!order.return_url || order.status !== 'paid' || order.type === 'precreate')
      return order.return_url;
    return withFields(order.return_url, signed(gateway, returnFields(gateway, order)));
  },
};

function signed(gateway: Gateway, fields: Parameters, isForged = false): Parameters {
  const { alipay, wechat } = gateway.keys;
  const key = isForged ? wechat : alipay;
  return { ...fields, sign: rsa2(contentOf(fields, ['sign', 'sign_type']), key.private_key) };
}

function fieldsOf(gateway: Gateway, order: Order, telling: Telling): Parameters {
  const total = yuan(telling.cents ?? paidCents(order));
  const app_id = telling.is_other_merchant ? OTHER : gateway.app_id;
  const currency = telling.currency ?? order.paid_currency;
  return {
    app_id,
    auth_app_id: app_id,
    buyer_id: '2088722000000000',
    buyer_logon_id: '159****5620',
    buyer_pay_amount: total,
    charset: 'utf-8',
    fund_bill_list: JSON.stringify([{ amount: total, fundChannel: 'ALIPAYACCOUNT' }]),
    gmt_create: moment(order.created_at),
    gmt_payment: moment(order.paid_at),
    invoice_amount: total,
    notify_id: randomBytes(17).toString('hex'),
    notify_time: moment(telling.at ?? Date.now()),
    notify_type: 'trade_status_sync',
    out_trade_no: telling.out_trade_no ?? order.out_trade_no,
    point_amount: '0.00',
    receipt_amount: total,
    seller_id: telling.is_other_merchant ? '2088000000009999' : gateway.seller_id,
    sign_type: 'RSA2',
    subject: order.name,
    total_amount: total,
    trade_no: telling.trade_no ?? order.trade_no,
    version: '1.0',
    ...(order.param ? { passback_params: order.param } : {}),
    ...(currency && currency !== 'CNY' ? { trans_currency: currency, pay_currency: currency } : {}),
    ...(telling.has_extra_field ? { voucher_detail_list: '[]', body: '' } : {}),
    ...stateOf(order, telling),
  };
}

/** A refund is told of by one more notice of the trade: closed when nothing is left, else still success. */
function stateOf(order: Order, { event }: Telling): Parameters {
  if (event !== 'success' || !order.refunded_cents) return { trade_status: STATUS[event] };
  const isWhole = order.refunded_cents >= cents(order.money);
  return {
    trade_status: isWhole ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
    refund_fee: yuan(order.refunded_cents),
    gmt_refund: `${moment(order.refunds.at(-1)?.done_at ?? 0)}.000`,
    ...(isWhole ? { gmt_close: moment(order.refunds.at(-1)?.done_at ?? 0) } : {}),
  };
}

const returnFields = (gateway: Gateway, order: Order): Parameters => ({
  app_id: gateway.app_id,
  auth_app_id: gateway.app_id,
  charset: 'utf-8',
  method: `alipay.trade.${order.type}.pay.return`,
  out_trade_no: order.out_trade_no,
  seller_id: gateway.seller_id,
  sign_type: 'RSA2',
  timestamp: moment(Date.now()),
  total_amount: yuan(paidCents(order)),
  trade_no: order.trade_no,
  version: '1.0',
});
