import { userByAccount } from '../../../accounts/index.ts';
import { cardBySecret } from '../../../cards/index.ts';
import type { Db } from '../../../platform/db.ts';
import { linkTo } from '../../../platform/links.ts';
import { buyerIndex, plainContact } from '../../who.ts';

/**
 * Where a text that somebody looks for leads to: an order (by its number, our payment's, the gateway's, or a card that
 * it was given), a card, or the orders of a buyer. Undefined when nothing is found.
 */
export async function placeOf(db: Db, text: string): Promise<string | undefined> {
  const typed = text.normalize('NFKC').trim();
  if (typed === '') return undefined;
  return (
    (await byOrderNo(db, typed)) ??
    (await byPayment(db, typed)) ??
    (await byCard(db, text.trim())) ??
    (await byContact(db, typed))
  );
}

const orderAt = (order_no: string) => `/shop-orders/${order_no}`;

async function byOrderNo(db: Db, typed: string): Promise<string | undefined> {
  const order_no = typed.toUpperCase();
  if (!/^DD[0-9A-Z]{16}$/.test(order_no)) return undefined;
  return (await db('orders').where({ order_no }).first('id')) && orderAt(order_no);
}

/** Our number at the gateway, the gateway's own, or a refund's. */
async function byPayment(db: Db, typed: string): Promise<string | undefined> {
  if (typed.length > 80) return undefined;
  const upper = typed.toUpperCase();
  const refund = await db('refunds').where({ refund_no: upper }).first('payment_id');
  const payment =
    (await db('payments').where({ payment_no: upper }).first()) ??
    (await db('payments').where({ trade_no: typed }).first()) ??
    (refund && (await db('payments').where({ id: refund.payment_id }).first()));
  if (!payment) return undefined;
  if (payment.purpose !== 'order') return `/payments/${payment.payment_no}`;
  const order = await db('orders').where({ id: payment.subject_id }).first('order_no');
  return order ? orderAt(order.order_no) : `/payments/${payment.payment_no}`;
}

async function byCard(db: Db, typed: string): Promise<string | undefined> {
  const card = await cardBySecret(db, typed);
  if (!card) return undefined;
  const order = card.order_id
    ? await db('orders').where({ id: card.order_id }).first('order_no')
    : undefined;
  return order ? orderAt(order.order_no) : `/cards/${card.id}`;
}

/** A guest's contact, or an account of that address: all orders of either. */
async function byContact(db: Db, typed: string): Promise<string | undefined> {
  const user_id = await userByAccount(db, typed, 'shop.buy');
  const indexes = [
    buyerIndex({ user_id: null, contact: plainContact(typed) }),
    ...(user_id === undefined ? [] : [buyerIndex({ user_id, contact: null })]),
  ];
  const first = await db('orders').whereIn('buyer_index', indexes).first('id');
  if (!first) return undefined;
  return linkTo('/shop-orders', { buyer: indexes.map((index) => index.toString('hex')).join('.') });
}
