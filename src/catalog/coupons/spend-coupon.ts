import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import type { CouponRow } from '../tables.ts';

export interface Coupon {
  code: string;
  order_id: number;
  product_id: number;
  /** Before the discount. */
  total_cents: number;
  buyer_index: Buffer;
}
type Spent = { ok: true; discount_cents: number } | { ok: false; reason: string };

/** Spends one use for an order, in its transaction: conditional updates whose rows are counted. Else says why not. */
export async function spendCoupon(trx: Db, wish: Coupon): Promise<Spent> {
  const code = wish.code.trim().toUpperCase();
  const coupon = await trx('coupons').where({ code }).first();
  const why = coupon ? refusal(coupon, wish) : '没有这个优惠码，请核对';
  if (!coupon || why) return { ok: false, reason: why };
  const spent = await trx('coupons')
    .where({ id: coupon.id, is_on: true })
    .where('uses_left', '>', 0)
    .decrement('uses_left', 1);
  if (spent !== 1) return { ok: false, reason: '这个优惠码已被用完' };
  if (!(await countForBuyer(trx, coupon, wish.buyer_index))) {
    await trx('coupons').where({ id: coupon.id }).increment('uses_left', 1);
    return { ok: false, reason: `这个优惠码每人限用 ${coupon.most_per_person} 次` };
  }
  const discount_cents = discountOf(coupon, wish.total_cents);
  const { order_id, buyer_index } = wish;
  const use = { order_id, coupon_id: coupon.id, buyer_index, discount_cents, at: now() };
  await trx('coupon_uses').insert(use);
  return { ok: true, discount_cents };
}

/** Never more than the order costs; a percentage is rounded down to whole cents. */
export function discountOf(
  { kind, amount }: Pick<CouponRow, 'kind' | 'amount'>,
  total_cents: number,
) {
  const cents = kind === 'fixed' ? amount : Math.floor((total_cents * amount) / 100);
  return Math.min(cents, total_cents);
}

/** Why this order may not have it, in words, or ''. Uses and persons are counted by the statements that spend. */
export function refusal(
  coupon: CouponRow,
  { product_id, total_cents }: Pick<Coupon, 'product_id' | 'total_cents'>,
): string {
  const at = now();
  if (!coupon.is_on) return '这个优惠码已停用';
  if (coupon.starts_at && at < coupon.starts_at) return '这个优惠码还没有开始';
  if (coupon.ends_at && at >= coupon.ends_at) return '这个优惠码已过期';
  if (coupon.product_id !== null && coupon.product_id !== product_id)
    return '这个优惠码不适用于这件商品';
  if (total_cents < coupon.minimum_cents)
    return `满 ${yuanShown(coupon.minimum_cents)} 才能使用这个优惠码`;
  return '';
}

async function countForBuyer(trx: Db, coupon: CouponRow, buyer_index: Buffer): Promise<boolean> {
  if (coupon.most_per_person === null) return true;
  const row = { coupon_id: coupon.id, buyer_index };
  await trx('coupon_buyers')
    .insert({ ...row, uses: 0 })
    .onConflict(['coupon_id', 'buyer_index'])
    .ignore();
  const counted = await trx('coupon_buyers')
    .where(row)
    .where('uses', '<', coupon.most_per_person)
    .increment('uses', 1);
  return counted === 1;
}

/** Gives the use of an order that came to nothing back; once, however often it is asked. */
export async function giveBackCoupon(trx: Db, order_id: number): Promise<void> {
  const given = await trx('coupon_uses')
    .where({ order_id, given_back_at: null })
    .update({ given_back_at: now() });
  if (given !== 1) return;
  const use = await trx('coupon_uses').where({ order_id }).first();
  if (!use) return;
  await trx('coupons').where({ id: use.coupon_id }).increment('uses_left', 1);
  await trx('coupon_buyers')
    .where({ coupon_id: use.coupon_id, buyer_index: use.buyer_index })
    .where('uses', '>', 0)
    .decrement('uses', 1);
}

/**
 * Spends the use that an order gave back once more, as it comes to something after all; its discount was promised, so
 * only uses are counted. True as well for an order without; false, and nothing changed, when there is none left.
 */
export async function spendCouponAgain(trx: Db, order_id: number): Promise<boolean> {
  const use = await trx('coupon_uses')
    .where({ order_id })
    .whereNotNull('given_back_at')
    .forUpdate()
    .first();
  if (!use) return true;
  const coupon = await trx('coupons').where({ id: use.coupon_id }).first();
  if (!coupon) return true;
  const spent = await trx('coupons')
    .where({ id: coupon.id })
    .where('uses_left', '>', 0)
    .decrement('uses_left', 1);
  if (spent !== 1) return false;
  if (!(await countForBuyer(trx, coupon, use.buyer_index))) {
    await trx('coupons').where({ id: coupon.id }).increment('uses_left', 1);
    return false;
  }
  await trx('coupon_uses').where({ order_id }).update({ given_back_at: null });
  return true;
}
