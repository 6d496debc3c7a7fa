import './tables.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { defineOwedWork } from '../../platform/owed.ts';
import { turnstile } from '../../platform/turnstile.ts';
import { buyerOf } from './buyer-of.ts';
import { knownOf, newsOf } from './news.ts';
import { writeNews } from './write-news.ts';

const AT_ONCE = 100;
const MOST_ROUNDS = 20;

/** Tells buyers what they have not heard of their orders. */
export async function tellOwed(): Promise<void> {
  const inTurn = turnstile(4);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = await db('orders')
      .where('telling_due_at', '<=', now())
      .orderBy('telling_due_at')
      .limit(AT_ONCE)
      .select('id');
    await Promise.all(due.map(({ id }) => inTurn(() => tellOrLater(id))));
    if (due.length < AT_ONCE) return;
  }
}

/** One that cannot be told is logged and comes again; it keeps no other waiting. */
async function tellOrLater(id: number): Promise<void> {
  try {
    await tellOrder(id);
  } catch (error) {
    log.error('buyer not told', { order_id: id, error });
    await db('orders')
      .where({ id })
      .whereNotNull('telling_due_at')
      .update({ telling_due_at: fromNow(MINUTE) });
  }
}

/**
 * Writes the mails and messages an order owes its buyer, in the transaction that clears what is owed: killed in the
 * middle, it is owed as before. Who clears it tells; a row for each thing told is the fence against a second time.
 */
export async function tellOrder(id: number): Promise<void> {
  await inTransaction(async (trx, after) => {
    const claimed = await trx('orders')
      .where({ id })
      .where('telling_due_at', '<=', now())
      .update({ telling_due_at: null });
    if (claimed !== 1) return;
    const known = await knownOf(trx, id);
    // A program hears by its panel.
    if (known.order.by_program) return;
    const buyer = await buyerOf(trx, known.order);
    if (!buyer) return;
    for (const news of await newsOf(trx, known))
      if (await isNew(trx, id, news.what)) await writeNews(trx, after, known, buyer, news);
  });
}

async function isNew(trx: Db, order_id: number, what: string): Promise<boolean> {
  const row = { order_id, what };
  if (await trx('order_tellings').where(row).first()) return false;
  await trx('order_tellings').insert({ ...row, told_at: now() });
  return true;
}

defineOwedWork('orders.tell', async (db) => {
  const row = await db('orders')
    .whereNotNull('telling_due_at')
    .orderBy('telling_due_at')
    .first('telling_due_at');
  return row?.telling_due_at ?? null;
});
