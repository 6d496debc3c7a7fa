import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import { addStocks } from './stock/add-stock.ts';
import { noteOnCards } from './story.ts';
import { CARD } from './tables.ts';

/**
 * Takes cards out of circulation for good, whatever they were; a sold one stays with its order. Gives how many were not
 * void before. `user_id`: who does it, null for the system.
 */
export async function voidCards(
  trx: Db,
  card_ids: readonly number[],
  reason: string,
  user_id: number | null = null,
): Promise<number> {
  let voided = 0;
  const stock = new Map<number, number>();
  const sorted = [...new Set(card_ids)].sort((a, b) => a - b);
  for (const ids of inChunks(sorted)) {
    const rows = await trx('cards')
      .whereIn('id', ids)
      .whereNot({ status: CARD.void })
      .orderBy('id')
      .forUpdate()
      .select('id', 'variant_id', 'status');
    if (rows.length === 0) continue;
    const found = rows.map(({ id }) => id);
    voided += await trx('cards').whereIn('id', found).update({ status: CARD.void });
    for (const { variant_id, status } of rows)
      if (status === CARD.available) stock.set(variant_id, (stock.get(variant_id) ?? 0) - 1);
    await noteOnCards(trx, found, { event: 'voided', detail: reason, user_id });
  }
  await addStocks(trx, stock);
  return voided;
}
