import { giveBackTry, identifierIn, isPassword, takeTry } from '../../accounts/index.ts';
import { send } from '../../notify/index.ts';
import { HOUR, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { tokenDigest } from '../../platform/ids.ts';
import { unseal } from '../../platform/seal.ts';
import type { OrderRow } from '../tables.ts';
import { makeOrderLink } from '../telling/order-link.ts';
import { buyerIndex } from '../who.ts';

const WINDOW = 15 * MINUTE;
const LINK_MINUTES = 30;

/** A number as people type it: in small letters, with blanks. */
export const orderNoTyped = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();

/**
 * The order of this number and password. Tries are counted for the number and for the source before they are made,
 * whether there is such an order or not; throws one and the same UserError for whatever does not match.
 */
export async function lookUp(asked: {
  order_no: string;
  password: string;
  source: string;
}): Promise<OrderRow> {
  const { order_no, password, source } = asked;
  const keys = [`order_lookup|${order_no}`, `order_lookup|from|${source}`] as const;
  await takeTry({ key: keys[1], most: 30, windowMs: WINDOW });
  await takeTry({ key: keys[0], most: 6, windowMs: WINDOW });
  const order = await db('orders').where({ order_no }).first();
  // As slow when there is no such order, or it has no password.
  const matches = await isPassword(password, order?.password_hash ?? null);
  if (!order || !matches)
    throw new UserError('unprocessable', '订单号或查询密码不正确，请核对', {
      password: '订单号或查询密码不正确，请核对',
    });
  for (const key of keys) await giveBackTry(db, key);
  return order;
}

/** Mails a one-time link when number and mail address belong together; nobody is told whether they do. */
export async function mailLink(asked: {
  order_no: string;
  contact: string;
  source: string;
}): Promise<void> {
  const { order_no, source } = asked;
  await takeTry({ key: `order_link|from|${source}`, most: 10, windowMs: HOUR });
  await takeTry({ key: `order_link|${order_no}`, most: 3, windowMs: HOUR });
  const order = await db('orders').where({ order_no, user_id: null }).first();
  const given = identifierIn(asked.contact);
  if (!order?.contact_sealed || given?.kind !== 'email') return;
  const email = unseal(order.contact_sealed, `orders.contact:${order_no}`);
  const isHis = order.buyer_index.equals(buyerIndex({ user_id: null, contact: given.value }));
  if (!isHis || !email.includes('@')) return;
  await inTransaction(async (trx, after) => {
    const link = await makeOrderLink(trx, order.id, LINK_MINUTES * MINUTE);
    const values = { order_no, minutes: String(LINK_MINUTES) };
    await send(trx, after, { event: 'order.link', user_id: null, to: { email }, values, link });
  });
}

/** Whether a mailed link still opens something; that alone spends nothing, for mail programs look at links too. */
export async function isLinkGood(token: string): Promise<boolean> {
  const row = await db('order_links')
    .where({ token_digest: tokenDigest(token), used_at: null })
    .where('expires_at', '>', now())
    .first('order_id');
  return row !== undefined;
}

/** Spends a mailed link and gives its order; undefined when it was spent before, is too old, or never was. */
export async function spendLink(token: string): Promise<OrderRow | undefined> {
  const token_digest = tokenDigest(token);
  const spent = await db('order_links')
    .where({ token_digest, used_at: null })
    .where('expires_at', '>', now())
    .update({ used_at: now() });
  if (spent !== 1) return undefined;
  const link = await db('order_links').where({ token_digest }).first('order_id');
  return db('orders')
    .where({ id: link?.order_id ?? 0 })
    .first();
}
