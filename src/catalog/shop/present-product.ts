import { yuanShown } from '../../platform/money.ts';
import { StepPrices } from '../quote.ts';
import { isSoldOut, stockShown } from '../stock-words.ts';
import type { Delivery, VariantRow } from '../tables.ts';
import type { Sold } from './shop-products.ts';

/** Where a picture of a product is found, by anybody. */
export const pictureUrl = (no: string, variant: 'view' | 'thumb') =>
  `/shop/pictures/${no}/${variant}`;

/** A product as a card of the shop: its least price, and how its stock stands over all variants. */
export function cardOf({ product, variants }: Sold) {
  const prices = variants.map(({ price_cents }) => price_cents);
  const least = Math.min(...prices);
  return {
    ...{ product_no: product.product_no, name: product.name, summary: product.summary },
    picture_url: product.picture_no ? pictureUrl(product.picture_no, 'thumb') : null,
    letter: Array.from(product.name)[0] ?? '',
    price: yuanShown(least),
    is_from: Math.max(...prices) > least,
    stock: stockShown(together(variants)),
    is_sold_out: variants.every(isSoldOut),
  };
}

/** Several variants as one stock. */
export function together(variants: readonly VariantRow[]) {
  return {
    stock: variants.reduce((sum, { stock }) => sum + Math.max(0, stock), 0),
    is_endless: variants.some(({ is_endless }) => is_endless),
  };
}

/** A product as its own page shows it; `pictures`: numbers, in order. */
export function pageOf({ product, variants }: Sold, pictures: readonly string[]) {
  return {
    ...cardOf({ product, variants }),
    description_html: product.description_html,
    pictures: pictures.map((no) => pictureUrl(no, 'view')),
    variants: variants.map((variant) => variantOnSale(variant)),
    most_per_order: product.most_per_order,
    most_per_buyer: product.most_per_buyer,
    warranty_days: product.warranty_days,
    after_paying: AFTER_PAYING[product.delivery],
  };
}

function variantOnSale(variant: VariantRow) {
  const { member_price_cents, price_cents, steps_json } = variant;
  const steps = steps_json ? StepPrices.parse(JSON.parse(steps_json)) : [];
  return {
    ...{ variant_no: variant.variant_no, name: variant.name, price_cents },
    price: yuanShown(price_cents),
    member_price_cents,
    member_price: member_price_cents === null ? null : yuanShown(member_price_cents),
    // As scripts reckon the sum: 'from:cents from:cents'.
    steps_given: steps.map(({ from, price_cents: cents }) => `${from}:${cents}`).join(' '),
    steps: steps.map(({ from, price_cents: cents }) => ({ from, price: yuanShown(cents) })),
    stock: stockShown(variant),
    is_sold_out: isSoldOut(variant),
  };
}

const AT_ONCE = '付款后马上在订单页看到，同时通知您留下的邮箱或手机';

/** What happens once it is paid, in words. */
const AFTER_PAYING: Record<Delivery, string> = {
  imported: `自动发货：卡密${AT_ONCE}`,
  generated: `自动发货：卡密${AT_ONCE}`,
  loop: `自动发货：内容${AT_ONCE}`,
  manual: '人工发货：付款后由我们处理，处理好会通知您，内容在订单页查看',
};
