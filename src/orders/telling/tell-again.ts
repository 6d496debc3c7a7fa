import type { After, Db } from '../../platform/db.ts';
import { buyerOf } from './buyer-of.ts';
import { knownOf, newsOf } from './news.ts';
import { writeNews } from './write-news.ts';

/** Tells a buyer once more that his order is delivered; an operator asks for it. False: it is not, or nobody left an address. */
export async function tellAgain(trx: Db, after: After, id: number): Promise<boolean> {
  const known = await knownOf(trx, id);
  const buyer = await buyerOf(trx, known.order);
  const delivered = (await newsOf(trx, known)).find(({ what }) => what === 'delivered');
  if (!buyer || !delivered) return false;
  await writeNews(trx, after, known, buyer, delivered);
  return true;
}
