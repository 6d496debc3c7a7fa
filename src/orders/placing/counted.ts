import type { Db } from '../../platform/db.ts';
import type { OrderRow } from '../tables.ts';

type Counted = Pick<OrderRow, 'variant_id' | 'quantity'>;

/** Loop cards and manual goods are a count: one conditional update takes from it. False when there is not enough. */
export async function takeCounted(
  trx: Db,
  { variant_id: id, quantity }: Counted,
): Promise<boolean> {
  const taken = await trx('variants')
    .where({ id })
    .where((has) => has.where('is_endless', true).orWhere('stock', '>=', quantity))
    .update({ stock: trx.raw('case when is_endless then stock else stock - ? end', [quantity]) });
  return taken === 1;
}

/** Gives counted goods back to what is for sale. */
export async function giveBackCounted(trx: Db, orders: readonly Counted[]): Promise<void> {
  for (const { variant_id: id, quantity } of orders.toSorted((a, b) => a.variant_id - b.variant_id))
    await trx('variants').where({ id, is_endless: false }).increment('stock', quantity);
}
