import { record, SYSTEM } from '../../audit/index.ts';
import { DAY, fromNow, now, shownDay } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { moveCards, type Seen } from '../move-cards.ts';
import { CARD } from '../tables.ts';
import { namedVariant, tellShop } from './tell-shop.ts';

const AT_ONCE = 1000;
/** So long before their last day the shop is told of cards. */
const AHEAD_MS = 7 * DAY;

/** Cards whose last day is over leave the stock. */
export async function lapseCards(): Promise<void> {
  for (;;) {
    const over: Seen[] = await db('cards')
      .whereIn('variant_id', db('variants').select('id'))
      .where({ status: CARD.available })
      .where('sell_by', '<', shownDay(now()))
      .limit(AT_ONCE)
      .select('id', 'variant_id', 'status');
    if (over.length === 0) return;
    await inTransaction(async (trx) => {
      const cards = await moveCards(trx, over, () => ({ status: CARD.lapsed }));
      await record(trx, SYSTEM, 'cards.lapsed', 'cards:lapsed', { cards });
    });
  }
}

/** Tells the shop, once for each batch, of cards that can be sold for a few days more. */
export async function warnLapsing(): Promise<void> {
  const soon = await db('cards')
    .join('card_batches', 'card_batches.id', 'cards.batch_id')
    .whereIn('cards.variant_id', db('variants').select('id'))
    .where('cards.status', CARD.available)
    .where('cards.sell_by', '<=', shownDay(fromNow(AHEAD_MS)))
    .whereNull('card_batches.lapse_warned_at')
    .groupBy('cards.batch_id', 'cards.variant_id')
    .limit(AT_ONCE)
    .select<{ batch_id: number; variant_id: number; count: number; day: string }[]>(
      'cards.batch_id as batch_id',
      'cards.variant_id as variant_id',
      db.raw("count(*) as count, date_format(min(cards.sell_by), '%Y-%m-%d') as day"),
    );
  for (const { batch_id, variant_id, count, day } of soon)
    await inTransaction(async (trx, after) => {
      const told = await trx('card_batches')
        .where({ id: batch_id, lapse_warned_at: null })
        .update({ lapse_warned_at: now() });
      if (told !== 1) return;
      const values = { ...(await namedVariant(trx, variant_id)), count: String(count), day };
      const link = `/cards?status=available&sell_by_to=${day}`;
      await tellShop(trx, after, 'stock.lapsing', values, link);
    });
}
