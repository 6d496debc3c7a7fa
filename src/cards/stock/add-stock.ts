import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';

/**
 * More (or, below nothing, less) of a variant may be sold: in the transaction that says so of its cards, after them.
 * From nothing to something it is a restock.
 */
export async function addStock(trx: Db, variant_id: number, count: number): Promise<void> {
  if (count === 0) return;
  // `restocked_at` before `stock`: the database sets columns in this order, and looks at what they were.
  const restock =
    count > 0 ? 'restocked_at = case when stock <= 0 then ? else restocked_at end, ' : '';
  const values = count > 0 ? [now(), count, variant_id] : [count, variant_id];
  await trx.raw(`update variants set ${restock}stock = stock + ? where id = ?`, values);
}

/** Several variants, in the one order everybody locks them in. */
export async function addStocks(trx: Db, counts: ReadonlyMap<number, number>): Promise<void> {
  for (const [variant_id, count] of [...counts].sort(([a], [b]) => a - b))
    await addStock(trx, variant_id, count);
}
