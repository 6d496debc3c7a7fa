import { quote } from '../../catalog/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { isChallenged } from '../challenge/needed.ts';
import type { BuyForm } from './buy-form.ts';
import { knownOffer } from './known-offers.ts';

/**
 * An order that a session sends here has done no proof of work: where the checkout asks for one, only what is paid at
 * once is taken, for it keeps nothing from others. Throws UserError; an order that was placed before stays the answer.
 */
export async function refuseUnproven(
  { variant_no, quantity, gateway }: BuyForm,
  request_key: Buffer,
  source: string,
): Promise<void> {
  const offer = await knownOffer(variant_no);
  if (!offer) return;
  const isFree = quote(offer.variant, quantity, true).total_cents === 0;
  if ((gateway === 'balance' && !isFree) || !(await isChallenged(offer, source))) return;
  if (await db('orders').where({ request_key }).first('id')) return;
  const words = '购买的人较多，请在商品页面下单，或用余额支付';
  throw new UserError('unprocessable', words, { gateway: words });
}
