import type { Db } from '../../../platform/db.ts';
import type { Span } from './count-hours.ts';
import { NOTHING, SUMS, type Sums } from './tables.ts';

type Raw = Record<string, string | number | null>;

/** Sums as the database gives them, as numbers. */
function sumsIn(row: Raw | undefined): Sums {
  const found = SUMS.map((name) => [name, Number(row?.[name] ?? 0)] as const);
  return { ...NOTHING, ...Object.fromEntries(found) };
}

const added = (db: Db, table: 'shop_hours' | 'shop_days') =>
  SUMS.map((name) => db.raw('sum(??) as ??', [`${table}.${name}`, name]));

/** All that was sold in these hours. */
export async function sumsOf(db: Db, { from, until }: Span): Promise<Sums> {
  const [row] = await db('shop_hours')
    .where('hour_at', '>=', from)
    .where('hour_at', '<', until)
    .select<Raw[]>(added(db, 'shop_hours'));
  return sumsIn(row);
}

/** The same hour by hour; an hour that was not counted is missing. */
export async function sumsByHour(db: Db, { from, until }: Span): Promise<Map<number, Sums>> {
  const rows = await db('shop_hours')
    .where('hour_at', '>=', from)
    .where('hour_at', '<', until)
    .groupBy('hour_at')
    .select<(Raw & { hour_at: Date })[]>('hour_at', ...added(db, 'shop_hours'));
  return new Map(rows.map((row) => [row.hour_at.getTime(), sumsIn(row)]));
}

/** What a report is drawn up by. */
export type Grouping = 'day' | 'month' | 'product_id' | 'gateway';

const KEYS: Record<Grouping, string> = {
  day: 'shop_days.day',
  month: 'substr(shop_days.day, 1, 7)',
  product_id: 'variants.product_id',
  gateway: 'shop_days.gateway',
};

/** Sums of days, both included, by what is asked for; what was only placed has no way of payment (''). */
export async function sumsByKey(
  db: Db,
  { from, to }: { from: string; to: string },
  by: Grouping,
): Promise<Map<string, Sums>> {
  const rows = await db('shop_days')
    .leftJoin('variants', 'variants.id', 'shop_days.variant_id')
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('group_key')
    .orderBy('group_key')
    .select<(Raw & { group_key: string | number | null })[]>(
      db.raw(`${KEYS[by]} as group_key`),
      ...added(db, 'shop_days'),
    );
  return new Map(rows.map((row) => [String(row.group_key ?? ''), sumsIn(row)]));
}

/** How many pieces of each variant were sold from a day on. */
export async function piecesSince(db: Db, day: string): Promise<Map<number, number>> {
  const rows = await db('shop_days')
    .where('day', '>=', day)
    .groupBy('variant_id')
    .select<{ variant_id: number; pieces: string }[]>(
      'variant_id',
      db.raw('sum(pieces) as pieces'),
    );
  return new Map(rows.map(({ variant_id, pieces }) => [variant_id, Number(pieces)]));
}
