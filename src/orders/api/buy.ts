import { questionsOf, quote, readAnswers } from '../../catalog/index.ts';
import { waysToPay } from '../../payments/index.ts';
import { db, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { placeOrder } from '../placing/place-order.ts';
import type { Placed, Wish } from '../placing/wish.ts';
import { answerOf, type OrderAnswer } from './answer.ts';
import { type BuyForm, readBuyForm, requestOf } from './buy-form.ts';
import { knownOffer, takesBalance } from './known-offers.ts';
import { payFor } from './pay-for.ts';
import { refuseUnproven } from './unproven.ts';

/** Who buys: a person in his session, or a program with his key. */
export interface ApiBuyer {
  user_id: number;
  by_program: boolean;
  /** Network address, for limits; null for a program. */
  source: string | null;
  /** What tells his browser from others, if it has that already; null for a program. */
  device: string | null;
  user_agent: string;
}

/** One order from a JSON body. Throws UserError; the same request again gives the same order. */
export async function buy(
  buyer: ApiBuyer,
  body: unknown,
  key: string | undefined,
): Promise<OrderAnswer> {
  const form = readBuyForm(body);
  const request = requestOf(buyer.user_id, key, form);
  const answers = await checked(form);
  const { user_id, by_program, source, device } = buyer;
  if (source !== null) await refuseUnproven(form, request.key, source);
  const wish: Wish = {
    ...{ variant_no: form.variant_no, quantity: form.quantity, coupon: form.coupon || null },
    ...{ gateway: form.gateway, user_id, contact: form.contact || null, password_hash: null },
    ...{ form: answers, source, device, by_program, request },
    most_cents: form.max_total_cents ?? null,
  };
  const placed = await placeOnce(wish);
  const pay = await payFor(placed.order, form, buyer);
  return answerOf(db, placed, pay);
}

/** The same request at the same moment: who comes second finds the first one's order. */
async function placeOnce(wish: Wish): Promise<Placed> {
  try {
    return await placeOrder(wish);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return placeOrder(wish);
  }
}

/** What can be said before anything is placed: wrong answers to the product's questions, a way that nobody may choose. */
async function checked(form: BuyForm): Promise<Record<string, string> | null> {
  const offer = await knownOffer(form.variant_no);
  if (!offer) throw new UserError('not_found', '没有这件商品', { variant_no: '没有这个规格' });
  const { total_cents } = quote(offer.variant, form.quantity, true);
  if (total_cents > 0 && !(await isOffered(form, total_cents)))
    throw refused({ gateway: '现在不能用这种方式支付这个金额，请换一种' });
  const questions = questionsOf(offer.product);
  if (questions.length === 0) return null;
  const { answers, fields } = readAnswers(questions, form.form);
  const faults = Object.entries(fields).map(([name, fault]) => [`form.${name}`, fault]);
  if (faults.length > 0) throw refused(Object.fromEntries(faults));
  return answers;
}

const refused = (fields: Record<string, string>) =>
  new UserError('unprocessable', '请检查标出的内容', fields);

async function isOffered({ gateway, method }: BuyForm, amount_cents: number): Promise<boolean> {
  if (gateway === 'balance') return takesBalance(amount_cents);
  const ways = await waysToPay(db, { amount_cents, user_id: null });
  return ways.some((way) => way.gateway === gateway && way.method === method);
}
