import type { Db } from '../../platform/db.ts';

/** How many cards paid orders wait for, by variant; variants that nobody waits for are missing. */
export async function queuedQuantity(
  db: Db,
  variantIds: readonly number[],
): Promise<Map<number, number>> {
  if (variantIds.length === 0) return new Map();
  const rows = await db('orders')
    .whereIn('variant_id', variantIds)
    .where({ status: 'waiting' })
    .groupBy('variant_id')
    .select<{ variant_id: number; quantity: string }[]>(
      'variant_id',
      db.raw('sum(quantity) as quantity'),
    );
  return new Map(rows.map(({ variant_id, quantity }) => [variant_id, Number(quantity)]));
}
