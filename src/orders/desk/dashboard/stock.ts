import { giveForecast } from '../../../catalog/index.ts';
import { DAY, fromNow, now, shownDay } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { timeShown } from '../../../platform/present.ts';
import { variantNames } from '../list/names.ts';
import { piecesSince } from '../sums/read-sums.ts';

/** Pace is taken of so many whole days and today. */
const DAYS = 7;

/** Days until each of these is sold out at the pace of the last week; what does not sell is missing. */
export async function daysLeft(
  db: Db,
  variants: readonly { id: number; stock: number }[],
): Promise<Map<number, number>> {
  const sold = await piecesSince(db, shownDay(fromNow(-DAYS * DAY)));
  const today = (now().getTime() + 8 * 3_600_000) % DAY;
  const span = DAYS + today / DAY;
  return new Map(
    variants.flatMap(({ id, stock }) => {
      const pieces = sold.get(id) ?? 0;
      return pieces > 0 ? [[id, Math.max(0, stock) / (pieces / span)] as const] : [];
    }),
  );
}

giveForecast(async (db, variant_ids) => {
  const variants = await db('variants')
    .whereIn('id', variant_ids)
    .where({ is_endless: false })
    .select('id', 'stock');
  const left = await daysLeft(db, variants);
  return new Map([...left].map(([id, days_left]) => [id, { days_left }]));
});

/** A stock that lasts less than this is worth a line before its warning level is reached. */
const SOON_DAYS = 3;
const SHOWN = 8;

/** Variants on sale that are short, or will be within days; the most pressing first. */
export async function shortStock(db: Db) {
  const variants = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .where('products.is_on', true)
    .where('variants.is_on', true)
    .where('variants.is_endless', false)
    .whereNull('products.archived_at')
    .select<{ id: number; stock: number; warn_at: number | null; delivery: string }[]>(
      'variants.id',
      'variants.stock',
      'variants.warn_at',
      'products.delivery',
    );
  const left = await daysLeft(db, variants);
  const short = variants
    .map((one) => ({ ...one, days: left.get(one.id) ?? null }))
    .filter(
      ({ stock, warn_at, days }) => stock <= (warn_at ?? 0) || (days !== null && days < SOON_DAYS),
    )
    .sort((a, b) => (a.days ?? a.stock) - (b.days ?? b.stock));
  const names = await variantNames(
    db,
    short.slice(0, SHOWN).map(({ id }) => id),
  );
  return {
    more: Math.max(0, short.length - SHOWN),
    lines: short.slice(0, SHOWN).map(({ id, stock, warn_at, days }) => ({
      names: names.get(id) ?? { product: '', variant: '', product_no: '' },
      ...{ stock, warn_at },
      left: days === null ? null : daysInWords(days),
    })),
  };
}

function daysInWords(days: number): string {
  if (days < 1) return '不到 1 天';
  return `约 ${days < 10 ? days.toFixed(1) : Math.round(days)} 天`;
}

/** What paid orders wait for, by variant: how many cards are to come, and since when. */
export async function waitingQueue(db: Db) {
  const rows = await db('orders')
    .where({ status: 'waiting' })
    .groupBy('variant_id')
    .select<{ variant_id: number; orders: number; pieces: string; since: Date }[]>(
      'variant_id',
      db.raw('count(*) as orders'),
      db.raw('sum(quantity) as pieces'),
      db.raw('min(paid_at) as since'),
    );
  const ids = rows.map(({ variant_id }) => variant_id);
  const names = await variantNames(db, ids);
  const stocks = await db('variants').whereIn('id', ids).select('id', 'stock');
  const stock = new Map(stocks.map((one) => [one.id, one.stock]));
  return rows
    .map(({ variant_id, orders, pieces, since }) => ({
      names: names.get(variant_id) ?? { product: '', variant: '', product_no: '' },
      orders: Number(orders),
      pieces: Number(pieces),
      missing: Math.max(0, Number(pieces) - Math.max(0, stock.get(variant_id) ?? 0)),
      since: timeShown(since, true),
    }))
    .sort((a, b) => b.missing - a.missing);
}
