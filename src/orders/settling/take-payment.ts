import { spendCouponAgain } from '../../catalog/index.ts';
import type { Paid } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { giveRoom, takeRoom } from '../placing/room.ts';
import { type Capped, capsOf } from '../placing/rooms-of.ts';
import { move } from '../status.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';

const ON_TIME: readonly OrderStatus[] = ['unpaid'];
const LATE: readonly OrderStatus[] = ['expired', 'cancelled'];

/**
 * Marks the order of a payment as paid and gives it; undefined when it wants no money: paid already, another sum, or so
 * late that its coupon or its buyer's share of the product has gone to other orders.
 */
export async function takePayment(trx: Db, paid: Paid): Promise<OrderRow | undefined> {
  const { subject_id: id, payment_id, gateway } = paid;
  const at = now();
  const set = { payment_id, gateway, paid_at: at, delivery_due_at: at, hold_until: null };
  const sum = await trx('orders').where({ id }).first('total_cents');
  if (sum?.total_cents !== paid.amount_cents) return undefined;
  const taken =
    (await move(trx, id, 'paid', { ...set, closed_at: null }, ON_TIME)) ||
    ((await takeLate(trx, id)) &&
      (await move(trx, id, 'paid', { ...set, closed_at: null, is_late: true }, LATE)));
  return taken ? trx('orders').where({ id }).first() : undefined;
}

/** What the order gave back when its hold ended is counted again, all of it or nothing. */
async function takeLate(trx: Db, id: number): Promise<boolean> {
  const order = await trx('orders').where({ id }).whereIn('status', LATE).forUpdate().first();
  if (!order) return false;
  const caps = capsOf(order, await capsFor(trx, order));
  const { taken, refused } = await takeRoom(trx, caps);
  if (refused.size === 0 && (await spendCouponAgain(trx, id))) return true;
  await giveRoom(trx, taken);
  return false;
}

async function capsFor(trx: Db, { product_id: id }: OrderRow): Promise<Capped> {
  const product = await trx('products').where({ id }).first('most_per_buyer', 'most_per_source');
  return product ?? { most_per_buyer: null, most_per_source: null };
}
