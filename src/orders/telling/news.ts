import type { EventName } from '../../notify/index.ts';
import type { Db } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import type { OrderEventRow, OrderRow } from '../tables.ts';

/** One thing a buyer is to hear of. `what` is its key: he hears of each once. */
export interface News {
  what: string;
  event: EventName;
  values: Record<string, string>;
  /** His goods may stand in the mail. */
  hasGoods: boolean;
}

/** The order, and what it is of. */
export interface Known {
  order: OrderRow;
  product: string;
  variant: string;
}

/** An order with the names of what was bought. */
export async function knownOf(db: Db, id: number): Promise<Known> {
  const order = await db('orders').where({ id }).first();
  if (!order) throw new Error(`no order ${id}`);
  const product = await db('products').where({ id: order.product_id }).first('name');
  const variant = await db('variants').where({ id: order.variant_id }).first('name');
  return { order, product: product?.name ?? '', variant: variant?.name ?? '' };
}

/** What there is to say of an order, told before or not: where it stands, and what happened to it since it was paid. */
export async function newsOf(db: Db, known: Known): Promise<News[]> {
  const happened = await db('order_events')
    .where({ order_id: known.order.id })
    .whereIn('event', ['refunded', 'replaced', 'surplus'])
    .orderBy('id');
  const news = await Promise.all(happened.map((event) => newsOfEvent(db, known, event)));
  return [...standing(known), ...news];
}

const LATE = '您的付款在订单过期后到账，订单已恢复。';

function standing({ order, product, variant }: Known): News[] {
  const { order_no, quantity, is_late } = order;
  const values = { order_no, product, variant, quantity: String(quantity) };
  const told = { values: { ...values, note: is_late ? LATE : '' }, hasGoods: false };
  if (order.status === 'delivered')
    return [{ ...told, what: 'delivered', event: 'order.delivered', hasGoods: true }];
  if (order.status === 'waiting') return [{ ...told, what: 'waiting', event: 'order.waiting' }];
  if (order.status === 'paid' && order.delivery === 'manual')
    return [{ ...told, what: 'to_deliver', event: 'order.to_deliver' }];
  return [];
}

async function newsOfEvent(db: Db, known: Known, { id, event, detail }: OrderEventRow) {
  const { order, product, variant } = known;
  const { order_no } = order;
  const what = `${event}:${id}`;
  if (event === 'replaced') {
    // What stands after it is the operator's own reason.
    const lines = detail.split('：')[0] ?? '';
    const values = { order_no, product, variant, what: lines.replace(/ /g, '') };
    return { what, event: 'order.replaced', values, hasGoods: false } as const;
  }
  if (event === 'surplus') {
    const where = detail.includes('余额') ? '已转入您的余额' : BACK;
    return { what, event: 'order.surplus', values: { order_no, where }, hasGoods: false } as const;
  }
  const values = { order_no, product, ...(await refundIn(db, detail)) };
  return { what, event: 'order.refunded', values, hasGoods: false } as const;
}

const BACK = '按原付款方式退回，到账时间以支付机构为准';
const WHERE = { gateway: BACK, balance: '已转入您的余额', by_hand: '由客服转账退还' } as const;

async function refundIn(db: Db, detail: string): Promise<{ amount: string; where: string }> {
  const refund_no = /TK[0-9A-Z]+/.exec(detail)?.[0] ?? '';
  const refund = await db('refunds').where({ refund_no }).first('amount_cents', 'way');
  if (!refund) return { amount: detail.split(' ')[0] ?? '', where: BACK };
  return { amount: yuanShown(refund.amount_cents), where: WHERE[refund.way] };
}
