import type { Db } from '../../platform/db.ts';
import { CARD } from '../tables.ts';

/** The card of each loop variant, by variant: what all its buyers are given. One without a text is missing. */
export async function loopCards(
  db: Db,
  variant_ids: readonly number[],
): Promise<Map<number, number>> {
  if (variant_ids.length === 0) return new Map();
  const rows = await db('cards')
    .whereIn('variant_id', [...new Set(variant_ids)])
    .where({ status: CARD.available })
    .orderBy('id')
    .select('id', 'variant_id');
  // The newest, when one is just being exchanged for another.
  return new Map(rows.map(({ id, variant_id }) => [variant_id, id]));
}

/** The same of one variant. */
export async function loopCardOf(db: Db, variant_id: number): Promise<number | undefined> {
  return (await loopCards(db, [variant_id])).get(variant_id);
}
