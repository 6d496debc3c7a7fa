import { type Actor, record } from '../../audit/index.ts';
import { cardsOf, releaseClaimed, voidCards } from '../../cards/index.ts';
import { requestRefund } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { yuanShown } from '../../platform/money.ts';
import { isCard } from '../delivery/kinds.ts';
import { noteEvent } from '../events.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import { giveBackCounted } from '../placing/counted.ts';
import type { OrderRow } from '../tables.ts';
import { ringTelling } from '../telling/tell-job.ts';
import { lockedOrder } from './locked.ts';

export interface Refunding {
  order_id: number;
  amount_cents: number;
  way: 'gateway' | 'balance' | 'by_hand';
  reason: string;
  /** Delivered cards become void: nobody is to use what was paid back. */
  takes_back: boolean;
  actor: Actor;
}

/**
 * Gives the money of an order back, whole or in part, in one transaction with what becomes of its goods: those not yet
 * handed over are for sale again. Gives the refund's number. Throws UserError conflict when so much is not left.
 */
export async function refundOrder(trx: Db, after: After, wish: Refunding): Promise<string> {
  const { order_id, amount_cents, way, reason, actor } = wish;
  const order = await lockedOrder(trx, order_id, ['paid', 'waiting', 'delivered']);
  const refunded_cents = order.refunded_cents + amount_cents;
  if (refunded_cents > order.total_cents) {
    const words = `最多还能退 ${yuanShown(order.total_cents - order.refunded_cents)}`;
    throw new UserError('conflict', words, { amount: words });
  }
  const payment_id = order.payment_id ?? (await paidFromBalance(trx, order));
  const { user_id } = order;
  const money = { payment_id, amount_cents, way, reason, actor, user_id };
  const refund_no = await requestRefund(trx, after, money);
  const isWhole = refunded_cents === order.total_cents;
  const set = isWhole
    ? { status: 'refunded' as const, closed_at: now(), delivery_due_at: null }
    : {};
  await trx('orders')
    .where({ id: order_id })
    .update({ ...set, refunded_cents, telling_due_at: order.by_program ? null : now() });
  if (isWhole) await takeGoods(trx, order, wish);
  await noteEvent(trx, order_id, 'refunded', `${yuanShown(amount_cents)} ${refund_no}`, actor);
  await owePanelCalls(trx, after, 'order.refunded', [order]);
  after(ringTelling);
  const details = { refund_no, amount_cents, way, reason, takes_back: wish.takes_back };
  await record(trx, actor, 'order.refunded', `order:${order.order_no}`, details);
  return refund_no;
}

async function paidFromBalance(trx: Db, { id: subject_id }: OrderRow): Promise<number> {
  const payment = await trx('payments')
    .where({ purpose: 'order', subject_id, status: 'paid' })
    .first();
  return must(payment, '支付单').id;
}

async function takeGoods(trx: Db, order: OrderRow, wish: Refunding): Promise<void> {
  const { id, status } = order;
  if (status === 'delivered') {
    const own = (await cardsOf(trx, [id])).get(id) ?? [];
    if (!wish.takes_back) return;
    await voidCards(trx, own, `退款：${wish.reason}`, wish.actor.id);
    const held = { order_id: id, replaced_at: null };
    await trx('delivered_lines').where(held).update({ taken_back_at: now() });
  } else if (isCard(order)) await releaseClaimed(trx, [id]);
  // What waits in the queue is off the count already.
  else if (status === 'paid') await giveBackCounted(trx, [order]);
}
