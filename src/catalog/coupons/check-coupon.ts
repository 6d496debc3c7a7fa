import type { Db } from '../../platform/db.ts';
import { type Coupon, discountOf, refusal } from './spend-coupon.ts';

type Checked = { ok: true; discount_cents: number } | { ok: false; reason: string };

/** The same for a code that never was, is off or used up: nobody learns by trying which codes there are. */
const UNKNOWN = '没有这个优惠码，或它现在不能使用，请核对';

/**
 * What a code would take off this order, without spending it: for the checkout page. `total_cents` before the discount.
 * How often one person may use it is told when the order is placed. Whoever offers it to the public limits the tries.
 */
export async function checkCoupon(
  db: Db,
  wish: Pick<Coupon, 'code' | 'product_id' | 'total_cents'>,
): Promise<Checked> {
  const code = wish.code.trim().toUpperCase();
  const coupon = code ? await db('coupons').where({ code, is_on: true }).first() : undefined;
  if (!coupon || coupon.uses_left <= 0) return { ok: false, reason: UNKNOWN };
  const reason = refusal(coupon, wish);
  if (reason) return { ok: false, reason };
  return { ok: true, discount_cents: discountOf(coupon, wish.total_cents) };
}
