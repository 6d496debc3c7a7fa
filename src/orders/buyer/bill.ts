import { checkCoupon, type Offer, quote } from '../../catalog/index.ts';
import { waysToPay } from '../../payments/index.ts';
import { db } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';

interface Asked {
  quantity: number;
  coupon: string;
  user_id: number | null;
}

/** What an order would cost and how it may be paid, by the server's own reckoning. Spends nothing. */
export async function billOf({ variant, product }: Offer, { quantity, coupon, user_id }: Asked) {
  const { unit_cents, total_cents } = quote(variant, quantity, user_id !== null);
  const checked = coupon
    ? await checkCoupon(db, { code: coupon, product_id: product.id, total_cents })
    : { ok: true as const, discount_cents: 0 };
  const discount_cents = checked.ok ? checked.discount_cents : 0;
  const amount_cents = total_cents - discount_cents;
  return {
    ...{ quantity, unit: yuanShown(unit_cents), subtotal: yuanShown(total_cents) },
    discount: discount_cents > 0 ? yuanShown(discount_cents) : null,
    total: yuanShown(amount_cents),
    is_free: amount_cents === 0,
    coupon_fault: checked.ok ? null : checked.reason,
    ways: amount_cents === 0 ? [] : await waysShown(amount_cents, user_id),
  };
}

export type Bill = Awaited<ReturnType<typeof billOf>>;

/** Ways as a form offers them: `gateway:method`. A balance that does not reach is shown and cannot be chosen. */
export async function waysShown(amount_cents: number, user_id: number | null) {
  const ways = await waysToPay(db, { amount_cents, user_id });
  return ways.map((way) => {
    const { gateway, method, label, hint, balance_cents } = way;
    const isShort = balance_cents !== undefined && balance_cents < amount_cents;
    const note =
      balance_cents === undefined
        ? hint
        : `余额 ${yuanShown(balance_cents)}${isShort ? '，不够付这一单' : '，立即到账'}`;
    return { value: `${gateway}:${method}`, label, note: note ?? null, disabled: isShort };
  });
}

/** The way that a form names, if it is one of those offered. */
export function wayChosen(
  ways: Awaited<ReturnType<typeof waysShown>>,
  value: string,
): { gateway: string; method: string } | undefined {
  if (!ways.some((way) => way.value === value && !way.disabled)) return undefined;
  const at = value.indexOf(':');
  return { gateway: value.slice(0, at), method: value.slice(at + 1) };
}
