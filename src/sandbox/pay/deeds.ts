import { randomUUID } from 'node:crypto';
import { cents, type Gateway, type Order, type Refund, yuan } from './state.ts';

export type NewOrder = Pick<
  Order,
  'protocol' | 'out_trade_no' | 'type' | 'name' | 'money' | 'notify_url' | 'return_url'
> &
  Partial<Pick<Order, 'currency' | 'param' | 'expires_at' | 'coins'>>;

/** Puts a new order into the books; the protocol has checked it. Paid at once with `auto`. */
export function addOrder(gateway: Gateway, wish: NewOrder): Order {
  const now = Date.now();
  const order: Order = {
    trade_no: numberOf(gateway, now),
    currency: 'CNY',
    param: '',
    expires_at: 0,
    ...wish,
    name: cut(wish.name, 127),
    money: yuan(cents(wish.money)),
    status: 'waiting',
    created_at: now,
    seen_at: 0,
    paid_at: 0,
    paid_cents: 0,
    paid_currency: '',
    refunds: [],
    refunded_cents: 0,
    attempts: 0,
    notify_at: 0,
    taken: false,
  };
  if (gateway.store.state.auto) markPaid(order);
  gateway.ledger.save(order);
  return order;
}

let last = 0;
const stamp = (at: number): string =>
  new Date(at + 8 * 36e5).toISOString().replace(/\D/g, '').slice(0, 14);

function numberOf({ ledger }: Gateway, now: number): string {
  do last += 1;
  while (ledger.find({ trade_no: `${stamp(now)}${String(last).padStart(6, '0')}` }));
  return `${stamp(now)}${String(last).padStart(6, '0')}`;
}

/** At most so many bytes of UTF-8, no character cut in two. */
function cut(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join('');
  return kept;
}

/**
 * The buyer paid, in time or late: the first notification is due at once. `paid` when it is not what was
 * asked for. False when it was paid before.
 */
export function markPaid(order: Order, paid: { cents?: number; currency?: string } = {}): boolean {
  if (order.status === 'paid' || order.status === 'refunded') return false;
  order.status = 'paid';
  order.paid_at = Date.now();
  order.seen_at ||= order.paid_at;
  order.paid_cents = paid.cents ?? cents(order.money);
  order.paid_currency = paid.currency ?? order.currency;
  order.notify_at = order.paid_at;
  return true;
}

/** The merchant, or the buyer, lets the order go. Money may come all the same. */
export function cancel(order: Order): boolean {
  if (order.status !== 'waiting' && order.status !== 'expired') return false;
  order.status = 'cancelled';
  return true;
}

/** Gives money back, whole or in part; the words say why not. The same number again gives the same refund. */
export function refund(
  gateway: Gateway,
  order: Order,
  wish: { cents: number; out_refund_no?: string; reason?: string; notify_url?: string },
): Refund | string {
  const known = order.refunds.find(({ out_refund_no }) => out_refund_no === wish.out_refund_no);
  if (known) return known.cents === wish.cents ? known : '退款单号重复，金额与上次不一致';
  if (order.status !== 'paid' && order.status !== 'refunded') return '只有已支付的订单才能退款';
  if (!(wish.cents > 0)) return '退款金额不合法';
  if (order.refunded_cents + wish.cents > order.paid_cents) return '退款金额超过可退金额';
  const now = Date.now();
  const made: Refund = {
    refund_no: `${order.trade_no}${String(order.refunds.length + 1).padStart(3, '0')}`,
    out_refund_no: wish.out_refund_no ?? randomUUID(),
    cents: wish.cents,
    reason: wish.reason ?? '',
    status: 'done',
    notify_url: wish.notify_url ?? '',
    created_at: now,
    done_at: now,
  };
  order.refunds.push(made);
  order.refunded_cents += made.cents;
  if (order.refunded_cents === order.paid_cents) order.status = 'refunded';
  gateway.ledger.save(order);
  return made;
}

/** The bank says no: the money is the merchant's again. */
export function failRefund(gateway: Gateway, order: Order, made: Refund): void {
  made.status = 'failed';
  order.refunded_cents -= made.cents;
  order.status = 'paid';
  gateway.ledger.save(order);
}
