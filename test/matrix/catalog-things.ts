import type { App } from '../harness.ts';
import type { Values } from './world.ts';

/** One of each thing of the shop's catalog that a route may name: on sale, in stock, and nobody's own. */
export async function catalogThings({ db }: App, pattern: string): Promise<Values> {
  const { aCategory, aVariant } = await import('../shop.ts');
  const { newToken, publicNo } = await import('../../src/platform/ids.ts');
  const { now } = await import('../../src/platform/clock.ts');
  const isHidden = pattern.startsWith('/shop/hidden');
  const hidden_token = isHidden ? newToken().slice(0, 32) : null;
  // What is archived is restored, and nothing else is done to it.
  const archived_at = pattern.endsWith('/archive/removal') ? now() : null;
  const picture_no = publicNo('WJ');
  const category_no = /:category_no/.test(pattern) ? (await aCategory(db)).category_no : '';
  const { product, variant } = await aVariant(db, { product: { hidden_token, archived_at } });
  const coupon_no = publicNo('YH');
  const coupon = {
    coupon_no,
    code: coupon_no,
    kind: 'fixed',
    amount: 100,
    created_at: now(),
  } as const;
  await db('coupons').insert({ ...coupon, uses_total: 5, uses_left: 5 });
  const announcement_no = publicNo('GB');
  await db('announcements').insert({ announcement_no, title: '维护', created_at: now() });
  return {
    ...{ product_no: product.product_no, variant_no: variant.variant_no },
    ...{ category_no, coupon_no, announcement_no },
    ...(isHidden ? { token: hidden_token ?? '' } : {}),
    ...(pattern.startsWith('/shop/pictures') ? { no: picture_no, variant: 'view' } : {}),
  };
}
