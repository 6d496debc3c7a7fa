import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { namedVariant, tellShop } from './tell-shop.ts';

const MOST = 100;

/** Tells the shop of each variant that has come down to its warning level, once until it is above it again. */
export async function warnStock(): Promise<void> {
  await db('variants')
    .whereNotNull('warned_at')
    .where((calm) => calm.whereNull('warn_at').orWhereRaw('stock > warn_at'))
    .update({ warned_at: null });
  const short = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .whereNull('variants.warned_at')
    .whereRaw('variants.stock <= variants.warn_at')
    .where('variants.is_endless', false)
    .where('variants.is_on', true)
    .where('products.is_on', true)
    .limit(MOST)
    .select<{ id: number }[]>('variants.id as id');
  for (const { id } of short) await warnOf(id);
}

async function warnOf(id: number): Promise<void> {
  await inTransaction(async (trx, after) => {
    const told = await trx('variants')
      .where({ id, warned_at: null })
      .whereRaw('stock <= warn_at')
      .update({ warned_at: now() });
    const variant = await trx('variants').where({ id }).first();
    if (told !== 1 || !variant) return;
    const { variant_no, stock, warn_at } = variant;
    const values = { stock: String(stock), warn_at: String(warn_at) };
    const named = await namedVariant(trx, id);
    const link = `/card-batches/new?variant=${variant_no}`;
    await tellShop(trx, after, 'stock.low', { ...named, ...values }, link);
  });
}
