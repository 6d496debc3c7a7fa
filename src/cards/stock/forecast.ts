import { DAY, fromNow } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';

export interface Forecast {
  stock: number;
  sold_7: number;
  sold_28: number;
  /** Sold in a day, by the busier of the last week and the last four. */
  per_day: number;
  /** Until it is sold out at that pace; null when nothing was sold, or nobody counts. */
  days_left: number | null;
}

/**
 * How long the stock of variants will last. What was sold is read where it stands, in the paid orders: a count of ours
 * beside them would be one more row that every sale waits for.
 */
export async function forecast(
  db: Db,
  variant_ids: readonly number[],
): Promise<Map<number, Forecast>> {
  if (variant_ids.length === 0) return new Map();
  const variants = await db('variants')
    .whereIn('id', variant_ids)
    .select('id', 'stock', 'is_endless');
  const sold = await db('orders')
    .whereIn('variant_id', variant_ids)
    .whereIn('status', ['paid', 'waiting', 'delivered'])
    .where('paid_at', '>=', fromNow(-28 * DAY))
    .groupBy('variant_id')
    .select<{ variant_id: number; sold_28: string; sold_7: string }[]>(
      'variant_id',
      db.raw('sum(quantity) as sold_28'),
      db.raw('sum(case when paid_at >= ? then quantity else 0 end) as sold_7', [fromNow(-7 * DAY)]),
    );
  const byVariant = new Map(sold.map((row) => [row.variant_id, row]));
  return new Map(
    variants.map(({ id, stock, is_endless }) => {
      const { sold_7 = 0, sold_28 = 0 } = byVariant.get(id) ?? {};
      return [id, forecastOf(Number(stock), Number(sold_7), Number(sold_28), Boolean(is_endless))];
    }),
  );
}

export function forecastOf(
  stock: number,
  sold_7: number,
  sold_28: number,
  isEndless = false,
): Forecast {
  const per_day = Math.max(sold_7 / 7, sold_28 / 28);
  const days_left = per_day > 0 && !isEndless ? Math.floor(Math.max(0, stock) / per_day) : null;
  return { stock, sold_7, sold_28, per_day, days_left };
}
