import { releaseHeld } from '../../cards/index.ts';
import { giveBackCoupon, type ProductRow } from '../../catalog/index.ts';
import { closePayments } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { isCard } from '../delivery/kinds.ts';
import { giveBackCounted } from '../placing/counted.ts';
import { giveRoom } from '../placing/room.ts';
import { capsOf, holdsOf } from '../placing/rooms-of.ts';
import { orderingSetting } from '../settings.ts';
import { move } from '../status.ts';
import type { OrderRow } from '../tables.ts';

const AT_ONCE = 50;

/** Ends the holds that have run out and gives their stock back. How many there were. */
export async function expireOrders(): Promise<number> {
  let expired = 0;
  for (;;) {
    const due = await db('orders')
      .where({ status: 'unpaid' })
      .where('hold_until', '<=', now())
      .orderBy('hold_until')
      .limit(AT_ONCE)
      .select('id');
    const ids = due.map(({ id }) => id);
    expired += await inTransaction((trx) => closeUnpaid(trx, ids, 'expired'));
    if (due.length < AT_ONCE) return expired;
  }
}

/** Closes unpaid orders and gives back all they hold, in the same transaction. How many were still unpaid. */
export async function closeUnpaid(
  trx: Db,
  ids: readonly number[],
  as: 'expired' | 'cancelled',
): Promise<number> {
  if (ids.length === 0) return 0;
  const closed: number[] = [];
  // Before the orders, as whoever lands a payment does. One that is paid after all needs no second payment either.
  await closePayments(trx, { purpose: 'order', subject_ids: ids });
  for (const id of ids.toSorted((a, b) => a - b))
    if (await move(trx, id, as, { closed_at: now(), hold_until: null })) closed.push(id);
  if (closed.length === 0) return 0;
  const orders = await trx('orders').whereIn('id', closed).select('*');
  await giveRoom(trx, await roomsOf(trx, orders));
  for (const { id } of orders) await giveBackCoupon(trx, id);
  await releaseHeld(trx, closed);
  await giveBackCounted(
    trx,
    orders.filter((order) => !isCard(order)),
  );
  return closed.length;
}

async function roomsOf(trx: Db, orders: readonly OrderRow[]) {
  const ordering = await readSetting(orderingSetting);
  const products = await trx('products')
    .whereIn('id', [...new Set(orders.map(({ product_id }) => product_id))])
    .select<Pick<ProductRow, 'id' | 'most_per_buyer' | 'most_per_source'>[]>(
      'id',
      'most_per_buyer',
      'most_per_source',
    );
  const byId = new Map(products.map((product) => [product.id, product]));
  return orders.flatMap((order) => {
    const product = byId.get(order.product_id);
    return [...holdsOf(order, ordering), ...(product ? capsOf(order, product) : [])];
  });
}
