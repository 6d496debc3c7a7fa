import { type EventName, send } from '../../notify/index.ts';
import type { After, Db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { holdsGood, openLines } from '../delivery/open-lines.ts';
import type { OrderRow } from '../tables.ts';
import type { Buyer } from './buyer-of.ts';
import type { Known, News } from './news.ts';
import { LINK_DAYS, makeOrderLink } from './order-link.ts';
import { tellingSetting } from './settings.ts';

/** Behind these is something to see, so that the mail opens it. */
const LINKED: readonly EventName[] = [
  'order.delivered',
  'order.replaced',
  'order.waiting',
  'order.to_deliver',
];

/** Writes one piece of news to the buyer: a message inside the site when he has an account, a mail, a text message. */
export async function writeNews(
  trx: Db,
  after: After,
  { order }: Known,
  buyer: Buyer,
  news: News,
): Promise<void> {
  const { event, values } = news;
  const isLinked = LINKED.includes(event) && Boolean(buyer.to.email);
  const mail = {
    ...(isLinked ? { link: await makeOrderLink(trx, order.id) } : {}),
    text: `${isLinked ? wordsOfLink(buyer) : ''}${news.hasGoods ? await goodsOf(trx, order) : ''}`,
  };
  const link = `/orders/${order.order_no}`;
  await send(trx, after, { event, ...buyer, values, link, mail });
}

function wordsOfLink({ user_id }: Buyer): string {
  const later = user_id === null ? '凭订单号和查询密码查看' : '登录后查看';
  return `\n链接 ${LINK_DAYS} 天内有效，只能打开一次；之后请${later}。请勿转发。`;
}

/** The cards themselves, where the shop has chosen so and they are few. */
async function goodsOf(db: Db, order: OrderRow): Promise<string> {
  const { cards_in_mail, most_cards_in_mail: most } = await readSetting(tellingSetting);
  if (!cards_in_mail) return '';
  const lines = await openLines(db, order, { most: most + 1 });
  const open = lines.filter(holdsGood);
  if (lines.length > most || open.length === 0) return '';
  return `\n\n${open.map(({ text }) => text).join('\n')}`;
}
