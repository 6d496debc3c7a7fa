import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import { moveCards, type Seen } from './move-cards.ts';
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
  const seen: Seen[] = [];
  for (const ids of inChunks([...new Set(card_ids)].sort((a, b) => a - b)))
    seen.push(
      ...(await trx('cards')
        .whereIn('id', ids)
        .whereNot({ status: CARD.void })
        .orderBy('id')
        .select('id', 'variant_id', 'status')),
    );
  const ids = seen.map(({ id }) => id);
  await noteOnCards(trx, ids, { event: 'voided', detail: reason, user_id });
  return moveCards(trx, seen, () => ({ status: CARD.void }));
}
