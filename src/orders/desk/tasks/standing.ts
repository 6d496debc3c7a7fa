import type { Db } from '../../../platform/db.ts';
import type { OrderStatus } from '../../tables.ts';
import type { Asked } from '../list/asked.ts';
import { filterOf } from '../list/filter.ts';
import type { TaskKind } from './tables.ts';

/** Where an order must stand for what is done to it. */
const ONLY: Partial<Record<TaskKind, OrderStatus>> = { cancel: 'unpaid', resend: 'delivered' };

/** The filter, narrowed to orders to which this may be done; undefined when there can be none. */
export function standingFor(kind: TaskKind, asked: Asked): Asked | undefined {
  const only = ONLY[kind];
  if (!only) return asked;
  if (asked.status !== '' && asked.status !== only) return undefined;
  return { ...asked, status: only };
}

/** How many orders it would be done to, and above which id no more is looked at. */
export async function countFor(
  db: Db,
  kind: TaskKind,
  asked: Asked,
  below = Number.MAX_SAFE_INTEGER,
): Promise<{ count: number; top: number }> {
  const narrowed = standingFor(kind, asked);
  const filter = narrowed && (await filterOf(db, narrowed));
  if (!filter) return { count: 0, top: 0 };
  const top = Math.min(filter.top, below);
  const [row] = await db('orders')
    .modify(filter.where)
    .where('id', '>=', filter.bottom)
    .where('id', '<', top)
    .count<{ n: number }[]>('* as n');
  return { count: Number(row?.n ?? 0), top };
}
