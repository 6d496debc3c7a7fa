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
 * Variants share their statements, so that many products cost no more than one.
 */
export async function claimCards(
  trx: Db,
  wants: readonly Want[],
  terms: Terms,
): Promise<Map<number, number[]>> {
  const got: Got = new Map(wants.map(({ order_id }) => [order_id, []]));
  let open = wants;
  while (open.length > 0) {
    await fill(trx, open, got, terms);
    const short = open.filter((want) => missing(want, got) > 0);
    // Who cannot have all passes what he got on to those behind him, who may want less.
    const passing = firstOfEach(short);
    const passed = new Set<number>();
    for (const want of passing)
      if ((await giveBack(trx, want, got)) > 0) passed.add(want.variant_id);
    open = short.filter((want) => !passing.includes(want) && passed.has(want.variant_id));
    const out = short.filter((want) => !passing.includes(want) && !open.includes(want));
    for (const want of out) await giveBack(trx, want, got);
  }
  await takeOffStock(trx, wants, got);
  return got;
}

type Got = Map<number, number[]>;

const missing = ({ order_id, quantity }: Want, got: Got): number =>
  quantity - (got.get(order_id)?.length ?? 0);

function firstOfEach(wants: readonly Want[]): Want[] {
  const first = new Map<number, Want>();
  for (const want of wants) if (!first.has(want.variant_id)) first.set(want.variant_id, want);
  return [...first.values()];
}

/** In one order everywhere: two that claim of the same variants wait for each other, and never both. */
async function takeOffStock(trx: Db, wants: readonly Want[], got: Got): Promise<void> {
  const counts = new Map<number, number>();
  for (const { order_id, variant_id } of wants) {
    const count = got.get(order_id)?.length ?? 0;
    if (count > 0) counts.set(variant_id, (counts.get(variant_id) ?? 0) + count);
  }
  if (counts.size === 0) return;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  await trx.raw(
    `update variants set stock = stock - case id ${sorted.map(() => 'when ? then ?').join(' ')} end
     where id in (${sorted.map(() => '?').join(',')})`,
    [...sorted.flat(), ...sorted.map(([id]) => id)],
  );
}

/** Gives cards to those who want some, in their order, as far as there are any. */
async function fill(
  trx: Db,
  wants: readonly Want[],
  got: Got,
  { as, today }: Terms,
): Promise<void> {
  let open = wants;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const places = new Map<number, Want[]>();
    for (const want of open) {
      const own = places.get(want.variant_id) ?? [];
      own.push(...Array<Want>(missing(want, got)).fill(want));
      if (own.length > 0) places.set(want.variant_id, own);
    }
    if (places.size === 0) return;
    const pairs = await candidatesFor(trx, places, today);
    if (pairs.length === 0) return;
    await take(trx, pairs, got, as);
    const found = new Set(pairs.map(({ want }) => want.variant_id));
    open = open.filter((want) => found.has(want.variant_id));
  }
}

/** So many variants share a statement. */
const VARIANTS_PER_STATEMENT = 64;

/** A candidate for each place of each variant, as far as there are any. */
async function candidatesFor(
  trx: Db,
  places: ReadonlyMap<number, Want[]>,
  today: string,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const all = [...places];
  for (let at = 0; at < all.length; at += VARIANTS_PER_STATEMENT) {
    const part = all.slice(at, at + VARIANTS_PER_STATEMENT);
    const [rows] = await trx.raw(
      part.map(() => `(${FIRST_OF_VARIANT})`).join(' union all '),
      part.flatMap(([id, own]) => [id, CARD.available, today, own.length + SPREAD]),
    );
    const found = new Map<number, Candidate[]>();
    for (const row of rows) {
      const own = found.get(row.variant_id);
      if (own) own.push(row);
      else found.set(row.variant_id, [row]);
    }
    for (const [variant_id, own] of part) pairs.push(...paired(own, found.get(variant_id) ?? []));
  }
  return pairs;
}

const FIRST_OF_VARIANT = `select variant_id, id, sell_by from cards
  where variant_id = ? and status = ? and sell_by >= ? order by sell_by, id limit ?`;

interface Candidate {
  variant_id: number;
  id: number;
  sell_by: unknown;
}

function paired(places: readonly Want[], rows: readonly Candidate[]): Pair[] {
  const chosen = spread(rows, places.length);
  return chosen.flatMap((id, n): Pair[] => {
    const want = places[n];
    return want ? [{ id, want }] : [];
  });
}

/** Only among those that lapse on one day does it not matter which go first. */
function spread(rows: readonly Candidate[], needed: number): number[] {
  if (rows.length <= needed) return rows.map(({ id }) => id);
  const last = String(rows[needed - 1]?.sell_by);
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

async function take(trx: Db, pairs: Pair[], got: Got, as: ClaimedAs): Promise<void> {
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
async function giveBack(trx: Db, { order_id }: Want, got: Got): Promise<number> {
  const ids = got.get(order_id) ?? [];
  got.set(order_id, []);
  if (ids.length === 0) return 0;
  const free = { status: CARD.available, order_id: null };
  return trx('cards').whereIn('id', ids).where({ order_id }).update(free);
}
