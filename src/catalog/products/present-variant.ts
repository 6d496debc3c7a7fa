import { yuanShown } from '../../platform/money.ts';
import { StepPrices } from '../quote.ts';
import { isSoldOut } from '../stock-words.ts';
import { type Delivery, isByCard, type VariantRow } from '../tables.ts';

/** A variant as operators see it: the exact stock, what it costs, whether it runs short. */
export function variantShown(variant: VariantRow, delivery: Delivery) {
  const { member_price_cents, cost_cents, steps_json } = variant;
  const steps = steps_json ? StepPrices.parse(JSON.parse(steps_json)) : [];
  return {
    ...{ variant_no: variant.variant_no, name: variant.name, is_on: Boolean(variant.is_on) },
    price: yuanShown(variant.price_cents),
    member_price: member_price_cents === null ? null : yuanShown(member_price_cents),
    cost: cost_cents === null ? null : yuanShown(cost_cents),
    steps: steps
      .map(({ from, price_cents }) => `${from} 件起 ${yuanShown(price_cents)}`)
      .join('，'),
    stock: stockInNumbers(variant, delivery),
    tone: stockTone(variant),
  };
}

function stockInNumbers(variant: VariantRow, delivery: Delivery): string {
  if (variant.is_endless) return '不限';
  return isByCard(delivery) ? String(variant.stock) : `${variant.stock} / ${variant.allotted}`;
}

/** 'bad' sold out, 'warn' at its warning level or below. */
export function stockTone(variant: VariantRow): 'bad' | 'warn' | null {
  if (isSoldOut(variant)) return 'bad';
  const { is_endless, stock, warn_at } = variant;
  return !is_endless && warn_at !== null && stock <= warn_at ? 'warn' : null;
}
