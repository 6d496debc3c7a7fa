import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { digestOf, sealSecret } from '../secrets.ts';
import { noteOnCards } from '../story.ts';
import { CARD, NEVER_LAPSES } from '../tables.ts';

interface LoopVariant {
  id: number;
  variant_no: string;
}
/** `id` is null for what no person does: a command. */
export interface Doer {
  id: number | null;
  actor: Actor;
}

/**
 * Sets what all buyers of a loop variant are given. The text before it becomes void: who has bought it keeps it, and it
 * stays in the history.
 */
export async function setLoopText(by: Doer, variant: LoopVariant, text: string): Promise<void> {
  const digest = digestOf(text);
  try {
    await inTransaction(async (trx) => {
      const former = await trx('cards')
        .where({ variant_id: variant.id, status: CARD.available })
        .select('id');
      const batch_id = await batchOf(trx, variant, by.id);
      await trx('cards').insert({
        ...{ variant_id: variant.id, batch_id, digest, sell_by: NEVER_LAPSES },
        ...{ secret_sealed: sealSecret(text, digest), status: CARD.available },
      });
      const ids = former.map(({ id }) => id);
      await trx('cards').whereIn('id', ids).update({ status: CARD.void });
      await noteOnCards(trx, ids, { event: 'exchanged', user_id: by.id });
      await record(trx, by.actor, 'cards.loop_set', `variant:${variant.variant_no}`);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const words = '库里已有这段内容（可能以前用过），请换一段';
    throw new UserError('conflict', words, { text: words });
  }
}

/** A batch for each text, so that its story tells who set it and when. */
async function batchOf(trx: Db, { id }: LoopVariant, made_by: number | null): Promise<number> {
  const [batch_id = 0] = await trx('card_batches').insert({
    ...{ batch_no: publicNo('PC'), variant_id: id, source: 'pasted', state: 'done', cards: 1 },
    ...{ note: '循环卡内容', made_by, created_at: now() },
  });
  return batch_id;
}
