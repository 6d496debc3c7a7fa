import type { Knex } from 'knex';
import { DAY } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { centsOf } from '../../../platform/money.ts';
import type { OrderRow } from '../../tables.ts';
import type { Asked } from './asked.ts';

/** What is asked for, as conditions on rows, and between which ids they lie. */
export interface Filter {
  where(query: Knex.QueryBuilder): void;
  /** Ids are from `bottom` on and below `top`. */
  bottom: number;
  top: number;
}

/** Orders placed together commit together: an id may be this much off the order of time. */
const SLACK = 1000;

/** Reads what a filter needs to know: the product's id, and the ids that a period spans. */
export async function filterOf(db: Db, asked: Asked): Promise<Filter> {
  const { product_no } = asked;
  const product = product_no
    ? await db('products').where({ product_no }).first('id')
    : { id: undefined };
  const period = periodOf(asked);
  const plain: Partial<OrderRow> = {
    ...(asked.status ? { status: asked.status } : {}),
    ...(product_no ? { product_id: product?.id ?? 0 } : {}),
    ...(asked.gateway ? { gateway: asked.gateway } : {}),
    ...(asked.delivery ? { delivery: asked.delivery } : {}),
    ...(asked.late ? { is_late: true } : {}),
  };
  return { ...(await spanOf(db, period)), where: (query) => narrow(query, plain, asked, period) };
}

interface Period {
  from: Date | undefined;
  until: Date | undefined;
}

function periodOf({ from, to }: Asked): Period {
  return { from: dayStart(from), until: to ? dayStart(to, DAY) : undefined };
}

/** The moment a day begins in Beijing, or `ms` later; undefined for what is no day. */
export function dayStart(day: string, ms = 0): Date | undefined {
  const at = new Date(`${day}T00:00:00+08:00`);
  return Number.isNaN(at.getTime()) ? undefined : new Date(at.getTime() + ms);
}

function narrow(
  query: Knex.QueryBuilder,
  plain: Partial<OrderRow>,
  { least, most, buyer }: Asked,
  { from, until }: Period,
): void {
  query.where(plain);
  const [low, high] = [centsOf(least), centsOf(most)];
  if (low !== undefined && low === high) query.where({ total_cents: low });
  else {
    if (low !== undefined) query.where('total_cents', '>=', low);
    if (high !== undefined) query.where('total_cents', '<=', high);
  }
  if (from) query.where('created_at', '>=', from);
  if (until) query.where('created_at', '<', until);
  if (buyer) {
    const indexes = buyer.split('.').map((hex) => Buffer.from(hex, 'hex'));
    query.whereIn('buyer_index', indexes);
  }
}

/** A period is a span of ids: so each index that ends with the id serves it. */
async function spanOf(db: Db, { from, until }: Period): Promise<{ bottom: number; top: number }> {
  const newest = await db('orders').orderBy('id', 'desc').first('id');
  const first = from
    ? await db('orders').where('created_at', '>=', from).orderBy('created_at').first('id')
    : { id: 1 };
  const last = until
    ? await db('orders').where('created_at', '<', until).orderBy('created_at', 'desc').first('id')
    : newest;
  // Nothing since the first day, or nothing before the last: no ids at all.
  if (!first || !last || !newest) return { bottom: 1, top: 1 };
  // Never beyond the newest there is: a bulk act that was confirmed is about these and no later ones.
  const top = Math.min(newest.id + 1, last.id + SLACK);
  return { bottom: Math.max(1, first.id - SLACK), top };
}
