import { db, inTransaction } from '../../platform/db.ts';
import { moveCards, type Seen } from '../move-cards.ts';
import { CARD } from '../tables.ts';

const AT_ONCE = 1000;

/** A hold that was given back in the very moment its batch was frozen or undone: nobody is to buy what came of it. */
export async function keepFrozen(): Promise<void> {
  const loose = await db('card_batches')
    .join('cards', 'cards.batch_id', 'card_batches.id')
    .where((held) => held.whereNotNull('frozen_at').orWhere('state', 'undone'))
    .where('cards.status', CARD.available)
    .limit(AT_ONCE)
    .select<(Seen & { state: string })[]>('cards.id', 'cards.variant_id', 'cards.status', 'state');
  if (loose.length === 0) return;
  const undone = new Set(loose.flatMap(({ id, state }) => (state === 'undone' ? [id] : [])));
  await inTransaction((trx) =>
    moveCards(trx, loose, ({ id }) => ({ status: undone.has(id) ? CARD.void : CARD.frozen })),
  );
}
