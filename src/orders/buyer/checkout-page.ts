import type { Request, Response } from 'express';
import { isSoldOut, type Offer, questionsOf, stockShown } from '../../catalog/index.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { newToken } from '../../platform/ids.ts';
import { isChallenged } from '../challenge/needed.ts';
import { newWait, WAIT_SECONDS } from '../challenge/wait.ts';
import { billOf } from './bill.ts';
import type { Typed } from './checkout-form.ts';
import { customerOf, sourceOf } from './device.ts';

/** The checkout, with what was typed and what is wrong with it. */
export async function showCheckout(
  req: Request,
  res: Response,
  offer: Offer,
  typed: Typed,
  fields: FieldErrors = {},
): Promise<void> {
  const { product, variant } = offer;
  const quantity = quantityIn(typed['quantity'], product.most_per_order);
  const coupon = (typed['coupon'] ?? '').trim().slice(0, 40);
  const bill = await billOf(offer, { quantity, coupon, user_id: customerOf(req) });
  const open = bill.ways.find(({ disabled }) => !disabled)?.value ?? '';
  const way = bill.ways.some(({ value }) => value === typed['way']) ? typed['way'] : open;
  res.page('orders/buyer/checkout', {
    title: '确认订单',
    sheets: ['shop', 'buy'],
    product: productShown(offer),
    questions: questionsOf(product),
    bill,
    typed: { ...typed, quantity: typed['quantity'] ?? String(quantity), coupon, way },
    fields: { ...(bill.coupon_fault ? { coupon: bill.coupon_fault } : {}), ...fields },
    account: customerOf(req) === null ? null : (req.user?.email_masked ?? ''),
    is_sold_out: isSoldOut(variant),
    once: /^[\w-]{16,64}$/.test(typed['once'] ?? '') ? typed['once'] : newToken(),
    proof: (await isChallenged(offer, sourceOf(req))) ? proofFor(variant.variant_no, typed) : null,
  });
}

/** A number that can be reckoned with, whatever was typed. */
function quantityIn(typed: string | undefined, most: number): number {
  const quantity = /^\d{1,6}$/.test(typed?.trim() ?? '') ? Number(typed) : 1;
  return Math.min(Math.max(1, quantity), Math.max(1, most));
}

function productShown({ product, variant }: Offer) {
  const { product_no, name, picture_no, hidden_token, delivery, most_per_order } = product;
  return {
    ...{ name, variant: variant.name, variant_no: variant.variant_no },
    href: hidden_token ? `/shop/hidden/${hidden_token}` : `/shop/${product_no}`,
    picture_url: picture_no ? `/shop/pictures/${picture_no}/thumb` : null,
    letter: Array.from(name)[0] ?? '',
    stock: stockShown(variant),
    most: Math.min(most_per_order, product.most_per_buyer ?? most_per_order),
    most_per_buyer: product.most_per_buyer,
    is_manual: delivery === 'manual',
  };
}

/** A ticket that was handed out keeps its age: who was told to wait need not begin anew. */
function proofFor(variant_no: string, typed: Typed) {
  const wait = typed['wait'] || newWait(variant_no);
  return { url: `/orders/challenge?variant=${variant_no}`, wait, seconds: WAIT_SECONDS };
}
