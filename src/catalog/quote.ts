import { z } from 'zod';
import type { VariantRow } from './tables.ts';

export const StepPrices = z.array(
  z.object({ from: z.int().min(2), price_cents: z.int().nonnegative() }),
);

type Priced = Pick<VariantRow, 'price_cents' | 'member_price_cents' | 'steps_json'>;

/** The lowest price a piece may be had for: list, member's when signed in, or by quantity. In cents. */
export function quote(variant: Priced, quantity: number, isMember: boolean) {
  const steps = variant.steps_json ? StepPrices.parse(JSON.parse(variant.steps_json)) : [];
  const reached = steps.filter(({ from }) => quantity >= from).map((step) => step.price_cents);
  const member =
    isMember && variant.member_price_cents !== null ? [variant.member_price_cents] : [];
  const unit_cents = Math.min(variant.price_cents, ...member, ...reached);
  return { unit_cents, total_cents: unit_cents * quantity };
}
