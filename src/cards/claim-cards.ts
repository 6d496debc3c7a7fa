import { randomInt } from 'node:crypto';
import type { Db } from '../platform/db.ts';
import { CARD } from './tables.ts';

/** Cards wanted for an order: all of them or none. */
export interface Want {
  order_id: number;
  variant_id: number;
  quantity: number;
}
/** `held`: for an order that awaits its money; the order says until when. `sold`: for one that is paid. */
export type ClaimedAs = 'held' | 'sold';

/** `today` in China, 'YYYY-MM-DD': what lapsed before is not sold. */
interface Terms {
  as: ClaimedAs;
  today: string;
}

/** How far beyond what is needed candidates are looked at, so that several processes do not take the very same first. */
const SPREAD = 32;
/** Somebody else was quicker with some: so often others are tried. */
const TRIES = 8;
/** A statement grows with what it claims. */
const PER_STATEMENT = 500;

/**
 * Takes available cards for orders, those that lapse soonest first: a conditional update whose rows are counted decides
 * who has which, whoever else is at it. Gives the ids of each order's cards; an order that cannot have all gets none.
 */
export async function claimCards(
  trx: Db,
  wants: readonly Want[],
  { as, today }: Terms,
): Promise<Map<number, number[]>> {
  const taken = new Map<number, number[]>();
  const variants = new Set(wants.map(({ variant_id }) => variant_id));
  // In one order everywhere: two that claim of the same variants wait for each other, and never both.
  for (const variant_id of [...variants].sort((a, b) => a - b)) {
    const own = wants.filter((want) => want.variant_id === variant_id);
    for (const [order_id, ids] of await claimOf(trx, variant_id, own, { as, today }))
      taken.set(order_id, ids);
  }
  return taken;
}

async function claimOf(trx: Db, variant_id: number, wants: Want[], terms: Terms) {
  const got = new Map<number, number[]>(wants.map(({ order_id }) => [order_id, []]));
  const missing = ({ order_id, quantity }: Want) => quantity - (got.get(order_id)?.length ?? 0);
  let open = wants;
  for (;;) {
    await fill(trx, variant_id, open, missing, got, terms);
    open = open.filter((want) => missing(want) > 0);
    const [first, ...rest] = open;
    // Who cannot have all passes what he got on to those behind him, who may want less.
    if (!first || (await giveBack(trx, first, got)) === 0) break;
    open = rest;
  }
  for (const want of open) await giveBack(trx, want, got);
  const claimed = [...got.values()].flat().length;
  if (claimed > 0) await trx('variants').where({ id: variant_id }).decrement('stock', claimed);
  return got;
}

/** Gives cards to those who want some, in their order, as far as there are any. */
async function fill(
  trx: Db,
  variant_id: number,
  wants: Want[],
  missing: (want: Want) => number,
  got: Map<number, number[]>,
  { as, today }: Terms,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const places = wants.flatMap((want) => Array<Want>(missing(want)).fill(want));
    if (places.length === 0) return;
    const candidates = await candidatesFor(trx, variant_id, places.length, today);
    if (candidates.length === 0) return;
    const pairs = candidates.flatMap((id, n): Pair[] => {
      const want = places[n];
      return want ? [{ id, want }] : [];
    });
    await take(trx, pairs, got, as);
  }
}

async function candidatesFor(
  trx: Db,
  variant_id: number,
  needed: number,
  today: string,
): Promise<number[]> {
  const rows = await trx('cards')
    .where({ variant_id, status: CARD.available })
    .where('sell_by', '>=', today)
    .orderBy(['sell_by', 'id'])
    .limit(needed + SPREAD)
    .select<{ id: number; sell_by: unknown }[]>('id', 'sell_by');
  const last = String(rows[needed - 1]?.sell_by);
  if (rows.length <= needed) return rows.map(({ id }) => id);
  // Only among those that lapse on one day does it not matter which go first.
  const first = rows.findIndex(({ sell_by }) => String(sell_by) === last);
  const alike = rows.filter(({ sell_by }) => String(sell_by) === last);
  const start = randomInt(alike.length - (needed - first) + 1);
  const chosen = [...rows.slice(0, first), ...alike.slice(start, start + needed - first)];
  return chosen.map(({ id }) => id);
}

interface Pair {
  id: number;
  want: Want;
}

async function take(
  trx: Db,
  pairs: Pair[],
  got: Map<number, number[]>,
  as: ClaimedAs,
): Promise<void> {
  for (let at = 0; at < pairs.length; at += PER_STATEMENT) {
    const part = pairs.slice(at, at + PER_STATEMENT);
    const ids = part.map(({ id }) => id);
    const orders = part.flatMap(({ id, want }) => [id, want.order_id]);
    const [done] = await trx.raw(
      `update cards set status = ?, order_id = case id ${part.map(() => 'when ? then ?').join(' ')} end
       where id in (${ids.map(() => '?').join(',')}) and status = ?`,
      [CARD[as], ...orders, ...ids, CARD.available],
    );
    const ours = done.affectedRows === ids.length ? part : await thoseOurs(trx, part);
    for (const { id, want } of ours) got.get(want.order_id)?.push(id);
  }
}

/** Of what was tried to be taken, what is ours now. */
async function thoseOurs(trx: Db, part: Pair[]): Promise<Pair[]> {
  const rows = await trx('cards')
    .whereIn(
      'id',
      part.map(({ id }) => id),
    )
    .select<{ id: number; order_id: number | null }[]>('id', 'order_id');
  const owner = new Map(rows.map(({ id, order_id }) => [id, order_id]));
  return part.filter(({ id, want }) => owner.get(id) === want.order_id);
}

/** Nobody gets a part of what he asked for. How many went back. */
async function giveBack(trx: Db, { order_id }: Want, got: Map<number, number[]>): Promise<number> {
  const ids = got.get(order_id) ?? [];
  got.set(order_id, []);
  if (ids.length === 0) return 0;
  const free = { status: CARD.available, order_id: null };
  return trx('cards').whereIn('id', ids).where({ order_id }).update(free);
}
