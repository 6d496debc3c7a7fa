import type { Db } from '../../../platform/db.ts';
import type { OrderRow } from '../../tables.ts';
import type { Filter } from './filter.ts';

export const PAGE = 50;

/** So many ids are looked through first, and twice as many each time that leaves the page unfilled. */
const FIRST_STEP = 25_000;
/** After this many milliseconds what was found is shown, and the next page goes on from there. */
const PATIENCE_MS = 40;

export interface Found {
  orders: OrderRow[];
  /** Where the next page begins; null when this was the last. */
  next: number | null;
  /** Older ones were not looked through: the page may be short without being the last. */
  is_cut: boolean;
}

/**
 * A page of orders, the newest first, those with ids below `after`. Whatever is asked for, and however few fit, no more
 * rows are looked through than a person waits for.
 */
export async function findOrders(
  db: Db,
  filter: Filter,
  after?: number,
  page = PAGE,
): Promise<Found> {
  const until = performance.now() + PATIENCE_MS;
  const orders: OrderRow[] = [];
  let ceiling = Math.min(filter.top, after ?? filter.top);
  for (let step = FIRST_STEP; ceiling > filter.bottom; step *= 2) {
    const floor = Math.max(filter.bottom, ceiling - step);
    const rows = await db('orders')
      .modify(filter.where)
      .where('id', '<', ceiling)
      .where('id', '>=', floor)
      .orderBy('id', 'desc')
      .limit(page + 1 - orders.length);
    orders.push(...rows);
    ceiling = floor;
    if (orders.length > page || performance.now() > until) break;
  }
  if (orders.length > page) {
    const shown = orders.slice(0, page);
    return { orders: shown, next: shown.at(-1)?.id ?? null, is_cut: false };
  }
  const is_cut = ceiling > filter.bottom;
  return { orders, next: is_cut ? ceiling : null, is_cut };
}
