import { send } from '../../notify/index.ts';
import { MINUTE } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import type { OrderRow } from '../tables.ts';
import { buyerOf } from './buyer-of.ts';
import { knownOf, newsOf } from './news.ts';
import { makeOrderLink } from './order-link.ts';
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

const LINK_MINUTES = 30;

/** Mails a one-time link to the buyer's own address; false when he left none that takes mail. */
export async function mailOrderLink(trx: Db, after: After, order: OrderRow): Promise<boolean> {
  const buyer = await buyerOf(trx, order);
  if (!buyer?.to.email) return false;
  const { order_no } = order;
  const values = { order_no, minutes: String(LINK_MINUTES) };
  const link = await makeOrderLink(trx, order.id, LINK_MINUTES * MINUTE);
  await send(trx, after, { event: 'order.link', ...buyer, values, link });
  return true;
}
