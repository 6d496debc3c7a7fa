import { type Actor, record } from '../../../audit/index.ts';
import { confirmByHand, manualPayment } from '../../../payments/index.ts';
import { fromNow, MINUTE } from '../../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { type Refunding, refundOrder } from '../../after/refund-order.ts';
import { noteEvent } from '../../events.ts';
import { landPayment } from '../../settling/land-payment.ts';
import type { OrderRow } from '../../tables.ts';
import { tellAgain } from '../../telling/tell-again.ts';

/**
 * An operator saw the money: it lands as any other, and the buyer has his goods when this resolves. Of an order for
 * which nobody has begun a payment one is made. Gives where the order stands then.
 */
export async function confirmOrder(
  order: OrderRow,
  said: { reason: string; trade_no: string },
  actor: Actor,
): Promise<string> {
  const paid = await inTransaction(async (trx) =>
    confirmByHand(trx, await paymentFor(trx, order), said, actor),
  );
  return landPayment(paid);
}

/** The one that is open, else the last that was begun. */
async function paymentFor(trx: Db, { id: subject_id, total_cents, order_no }: OrderRow) {
  // The order's row is locked: two operators at once make no two payments.
  await trx('orders').where({ id: subject_id }).forUpdate().first('id');
  const of = { purpose: 'order', subject_id } as const;
  const paid = await trx('payments')
    .where({ ...of, status: 'paid' })
    .first('payment_no');
  if (paid) throw new UserError('conflict', '这个订单已经到账，不需要再确认');
  const begun = await trx('payments')
    .where({ ...of, amount_cents: total_cents })
    .orderByRaw("status = 'started' desc, id desc")
    .first('payment_no');
  if (begun) return begun.payment_no;
  return manualPayment(trx, { ...of, amount_cents: total_cents, title: order_no });
}

/**
 * Refunds what an operator saw on his page: `seen_cents` was refunded before. A second click, or somebody else's refund
 * meanwhile, throws UserError conflict.
 */
export function refundSeen(wish: Refunding, seen_cents: number): Promise<string> {
  return inTransaction(async (trx, after) => {
    const { order_id: id } = wish;
    const order = await trx('orders').where({ id }).forUpdate().first('refunded_cents');
    if (order?.refunded_cents !== seen_cents)
      throw new UserError('conflict', '这个订单刚刚退过款，请看过最新金额后再退');
    return refundOrder(trx, after, wish);
  });
}

/** Tells the buyer once more what he bought. Throws UserError conflict when there is nothing to tell, or nobody to. */
export async function resendNews({ id, order_no }: OrderRow, actor: Actor): Promise<void> {
  await inTransaction(async (trx, after) => {
    if (!(await tellAgain(trx, after, id)))
      throw new UserError('conflict', '订单还没有发货，或买家没有留下联系方式');
    await noteEvent(trx, id, 'resent', '', actor);
    await record(trx, actor, 'order.resent', `order:${order_no}`);
  });
}

/** Writes a note for other operators; the same note twice within a minute is a double click. */
export async function noteOrder(
  trx: Db,
  { id, order_no }: Pick<OrderRow, 'id' | 'order_no'>,
  text: string,
  actor: Actor,
): Promise<void> {
  await trx('orders').where({ id }).forUpdate().first('id');
  const twice = await trx('order_events')
    .where({ order_id: id, event: 'note', detail: text, actor: actor.name })
    .where('at', '>', fromNow(-MINUTE))
    .first('id');
  if (twice) return;
  await noteEvent(trx, id, 'note', text, actor);
  await record(trx, actor, 'order.note', `order:${order_no}`);
}

/** The same, by itself. */
export const noteOnce = (order: OrderRow, text: string, actor: Actor): Promise<void> =>
  inTransaction((trx) => noteOrder(trx, order, text, actor));

/** The row of a line by its number in the order. */
export const lineNumbered = (order_id: number, line: number) =>
  db('delivered_lines').where({ order_id, line }).first();
