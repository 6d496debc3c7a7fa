import { z } from 'zod';
import type { ProductRow } from '../tables.ts';

/** What the key of a product grants once it is redeemed: months of a plan, uses of a service code (备案服务码), credit. */
const Grants = z.object({
  plan_months: z.int().min(1).max(120).optional(),
  service_code_uses: z.int().min(1).max(100).optional(),
  credit_cents: z.int().min(1).optional(),
});
export type Grants = z.output<typeof Grants>;

export function grantsOf({ grants_json }: Pick<ProductRow, 'grants_json'>): Grants {
  return grants_json ? Grants.parse(JSON.parse(grants_json)) : {};
}

/** The column; null when nothing is granted. */
export function grantsColumn(grants: {
  plan_months: number | null;
  service_code_uses: number | null;
  credit_cents: number | null;
}): string | null {
  const given = Object.entries(grants).filter(([, value]) => value);
  return given.length > 0 ? JSON.stringify(Grants.parse(Object.fromEntries(given))) : null;
}
