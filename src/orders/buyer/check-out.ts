import { createHash } from 'node:crypto';
import { hashPassword } from '../../accounts/index.ts';
import type { Offer } from '../../catalog/index.ts';
import { db, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { newToken } from '../../platform/ids.ts';
import { demandProof } from '../challenge/needed.ts';
import { soldOut } from '../placing/draft.ts';
import { placeOrder } from '../placing/place-order.ts';
import type { Wish } from '../placing/wish.ts';
import type { OrderRow } from '../tables.ts';
import { billOf, wayChosen } from './bill.ts';
import type { CheckoutForm } from './checkout-form.ts';

/** Who buys on a page. */
export interface PageBuyer {
  user_id: number | null;
  device: string;
  source: string;
}

/**
 * Places the order of a checkout; sent twice, it is one order. Gives it with the way to pay that was chosen. Throws
 * UserError, and then nothing is held: what costs us work comes after what shows that there is nothing to buy.
 */
export async function checkOut(
  offer: Offer,
  form: CheckoutForm,
  buyer: PageBuyer,
): Promise<{ order: OrderRow; method: string }> {
  const request = requestOf(form, buyer, offer);
  const earlier = await db('orders').where({ request_key: request.key }).first();
  const { quantity, coupon } = form;
  const { user_id, device, source } = buyer;
  const bill = await billOf(offer, { quantity, coupon, user_id });
  const way = wayChosen(bill.ways, form.way);
  if (earlier) return { order: earlier, method: way?.method ?? '' };
  const { variant } = offer;
  if (!variant.is_endless && variant.stock < quantity) throw soldOut(variant.stock);
  if (bill.coupon_fault) throw fault({ coupon: bill.coupon_fault });
  if (!way && !bill.is_free) throw fault({ way: '请选择付款方式' });
  await demandProof(offer, form, source);
  const wish: Wish = {
    ...{ variant_no: variant.variant_no, quantity, coupon: coupon || null, user_id },
    ...{ gateway: way?.gateway ?? null, contact: form.contact, form: form.answers },
    password_hash: form.password === null ? null : await hashPassword(form.password),
    ...{ source, device, by_program: false, request },
  };
  const { order } = await placeOnce(wish);
  return { order, method: way?.method ?? '' };
}

const fault = (fields: Record<string, string>) =>
  new UserError('unprocessable', '请检查标出的内容', fields);

/** A form that is sent twice is one request: the number in it, and all that it asks for. */
function requestOf(form: CheckoutForm, { user_id, device }: PageBuyer, { variant }: Offer) {
  const { quantity, coupon, way, contact, answers, once } = form;
  const content = [variant.variant_no, quantity, coupon, way, contact, answers, user_id, device];
  const digest = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
  // Without its number (a form of somebody's own making) every one is new.
  const key = digest(JSON.stringify([once || newToken(), ...content]));
  return { key, digest: key };
}

async function placeOnce(wish: Wish) {
  try {
    return await placeOrder(wish);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return placeOrder(wish);
  }
}
