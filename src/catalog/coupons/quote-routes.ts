import { Router } from 'express';
import { z } from 'zod';
import { MINUTE, now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { yuanShown } from '../../platform/money.ts';
import { read } from '../../platform/web.ts';
import { offersByNo } from '../offers.ts';
import { quote } from '../quote.ts';
import { checkCoupon } from './check-coupon.ts';

/** What an order would cost, with or without a coupon: the checkout page asks while one types. Spends nothing. */
export const quoteRoutes = Router();
const tries = limited({ name: 'coupon', limit: 60, windowMs: 10 * MINUTE, failOpen: false });

const Wish = z.object({
  variant: z.string().max(40),
  quantity: z.coerce
    .number('请填写数量')
    .int('请填写整数')
    .min(1, '至少 1 件')
    .max(10_000, '太多了'),
  coupon: z.string().trim().max(40, '优惠码太长了').default(''),
});

quoteRoutes.post('/coupons/quote', tries, async (req, res) => {
  const { variant: variant_no, quantity, coupon } = read(Wish, req.body);
  const offers = await offersByNo(db, [variant_no], now());
  const { variant, product } = must(offers.get(variant_no), '商品');
  const { unit_cents, total_cents } = quote(variant, quantity, req.user !== undefined);
  const checked = coupon
    ? await checkCoupon(db, { code: coupon, product_id: product.id, total_cents })
    : ({ ok: true, discount_cents: 0 } as const);
  const discount_cents = checked.ok ? checked.discount_cents : 0;
  const to_pay_cents = total_cents - discount_cents;
  res.json({
    ...{ unit_cents, total_cents, discount_cents, to_pay_cents },
    ...{ unit: yuanShown(unit_cents), total: yuanShown(total_cents) },
    ...{ discount: yuanShown(discount_cents), to_pay: yuanShown(to_pay_cents) },
    // As `data-check` shows it under the field of the coupon.
    level: checked.ok ? (coupon ? 'ok' : '') : 'error',
    message: checked.ok ? (coupon ? `已减 ${yuanShown(discount_cents)}` : '') : checked.reason,
  });
});
