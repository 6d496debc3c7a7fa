import type { Db } from '../platform/db.ts';
import type { ProductRow, VariantRow } from './tables.ts';

/** A variant with its product, as an order needs them; `is_on_sale` at the moment that was asked for. */
export interface Offer {
  variant: VariantRow;
  product: Omit<ProductRow, 'description_html'>;
  is_on_sale: boolean;
}

/** By variant number; what does not exist is missing. Being hidden is no matter here: who has the number has the link. */
export async function offersByNo(
  db: Db,
  variantNos: readonly string[],
  at: Date,
): Promise<Map<string, Offer>> {
  const variants = await db('variants').whereIn('variant_no', variantNos).select('*');
  const ids = [...new Set(variants.map(({ product_id }) => product_id))];
  const products = await db('products').whereIn('id', ids).select('*');
  const byId = new Map(products.map((product) => [product.id, product]));
  return new Map(
    variants.flatMap((variant) => {
      const product = byId.get(variant.product_id);
      if (!product) return [];
      const is_on_sale = isOnSale(variant, product, at);
      return [[variant.variant_no, { variant, product, is_on_sale }] as const];
    }),
  );
}

type Sold = Pick<ProductRow, 'is_on' | 'on_at' | 'off_at'>;

/** On, and within its period (上下架时间). */
export function isOnSale({ is_on }: Pick<VariantRow, 'is_on'>, product: Sold, at: Date): boolean {
  const { on_at, off_at } = product;
  return Boolean(is_on && product.is_on && !(on_at && at < on_at) && !(off_at && at >= off_at));
}
