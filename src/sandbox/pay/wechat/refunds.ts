import { isRecord } from '../bodies.ts';
import { failRefund, refund } from '../deeds.ts';
import { cents, type Gateway, hits, type Order, type Refund } from '../state.ts';
import { rfc3339 } from '../telling/protocol.ts';
import { type Answer, refusal } from './refusal.ts';

/** Takes a refund in: it is processing first, and done or failed a little later. */
export function giveBack(gateway: Gateway, wish: Record<string, unknown>): Answer {
  const { transaction_id, out_trade_no, out_refund_no, amount, notify_url, reason } = wish;
  if (typeof out_refund_no !== 'string' || !/^[\w|*@-]{1,64}$/.test(out_refund_no))
    return refusal(400, 'PARAM_ERROR', 'out_refund_no 应为 1 到 64 位的数字、字母和 _-|*@');
  const order = gateway.ledger.find({
    trade_no: typeof transaction_id === 'string' ? transaction_id : '',
    out_trade_no: typeof out_trade_no === 'string' ? out_trade_no : '',
    protocol: 'wechat',
  });
  if (order?.protocol !== 'wechat') return refusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
  const { refund: wanted, total, currency } = isRecord(amount) ? amount : {};
  if (total !== cents(order.money))
    return refusal(400, 'PARAM_ERROR', 'amount.total 与订单金额不一致');
  if (currency !== 'CNY') return refusal(400, 'PARAM_ERROR', 'amount.currency 应为 CNY');
  const isNew = !order.refunds.some((one) => one.out_refund_no === out_refund_no);
  const made = refund(gateway, order, {
    cents: Number.isInteger(wanted) ? Number(wanted) : Number.NaN,
    out_refund_no,
    reason: typeof reason === 'string' ? reason : '',
    notify_url: typeof notify_url === 'string' ? notify_url : '',
  });
  if (typeof made === 'string') return refusal(400, 'INVALID_REQUEST', made);
  if (isNew) process(gateway, order, made);
  return { status: 200, body: described(order, made) };
}

function process(gateway: Gateway, order: Order, made: Refund): void {
  made.status = 'processing';
  made.done_at = 0;
  gateway.ledger.save(order);
}

/** Ends the refunds whose time has come; gives those that ended. */
export function endRefunds(gateway: Gateway, order: Order): Refund[] {
  const due = order.refunds.filter(
    ({ status, created_at }) =>
      status === 'processing' && created_at + gateway.refund_ms <= Date.now(),
  );
  for (const made of due) {
    made.status = 'done';
    made.done_at = Date.now();
    if (hits(gateway, 'refund_fails')) failRefund(gateway, order, made);
    gateway.ledger.save(order);
  }
  return due;
}

export function findRefund(gateway: Gateway, out_refund_no: string): Answer {
  for (const order of gateway.ledger.all()) {
    if (order.protocol !== 'wechat') continue;
    const made = order.refunds.find((one) => one.out_refund_no === out_refund_no);
    if (made) return { status: 200, body: described(order, made) };
  }
  return refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
}

const STATUS = { processing: 'PROCESSING', done: 'SUCCESS', failed: 'ABNORMAL' };
const common = (order: Order, made: Refund) => ({
  out_refund_no: made.out_refund_no,
  out_trade_no: order.out_trade_no,
  refund_id: made.refund_no,
  transaction_id: order.trade_no,
  user_received_account: '支付用户零钱',
  ...(made.done_at ? { success_time: rfc3339(made.done_at) } : {}),
});

function described(order: Order, made: Refund): object {
  const [total, back] = [cents(order.money), made.cents];
  return {
    ...common(order, made),
    channel: 'ORIGINAL',
    create_time: rfc3339(made.created_at),
    status: STATUS[made.status],
    funds_account: 'AVAILABLE',
    amount: {
      total,
      refund: back,
      payer_total: total,
      payer_refund: back,
      settlement_total: total,
      settlement_refund: back,
      discount_refund: 0,
      currency: 'CNY',
    },
  };
}

/** What the callback of a refund carries. */
export const toldRefund = (gateway: Gateway, order: Order, made: Refund): object => ({
  mchid: gateway.mchid,
  ...common(order, made),
  refund_status: STATUS[made.status],
  amount: {
    total: cents(order.money),
    refund: made.cents,
    payer_total: cents(order.money),
    payer_refund: made.cents,
  },
});
