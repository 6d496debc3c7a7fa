import { db, inTransaction } from '../../platform/db.ts';
import { moveCards, type Seen } from '../move-cards.ts';
import { CARD } from '../tables.ts';

const AT_ONCE = 1000;

/** A hold that was given back in the very moment its batch was frozen or undone: nobody is to buy what came of it. */
export async function keepFrozen(): Promise<void> {
  const held = await db('card_batches')
    .whereNotNull('frozen_at')
    .orWhere({ state: 'undone' })
    .select('id', 'state');
  for (const { id, state } of held) {
    const loose: Seen[] = await db('cards')
      .where({ batch_id: id, status: CARD.available })
      .limit(AT_ONCE)
      .select('id', 'variant_id', 'status');
    if (loose.length === 0) continue;
    const status = state === 'undone' ? CARD.void : CARD.frozen;
    await inTransaction((trx) => moveCards(trx, loose, () => ({ status })));
  }
}
