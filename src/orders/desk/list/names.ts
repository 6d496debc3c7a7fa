import type { Db } from '../../../platform/db.ts';

/** "影音会员 · 月卡" of several variants, by id. */
export async function variantNames(
  db: Db,
  variantIds: readonly number[],
): Promise<Map<number, { product: string; variant: string; product_no: string }>> {
  const rows = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .whereIn('variants.id', [...new Set(variantIds)])
    .select<{ id: number; product: string; variant: string; product_no: string }[]>(
      'variants.id',
      'products.name as product',
      'products.product_no',
      'variants.name as variant',
    );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}
