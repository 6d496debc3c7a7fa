import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import { addStocks } from './stock/add-stock.ts';
import { CARD, type CardStatus } from './tables.ts';

interface Held {
  id: number;
  order_id: number;
  variant_id: number;
  batch_id: number;
}

function cardsIn(
  trx: Db,
  order_ids: readonly number[],
  statuses: readonly CardStatus[],
): Promise<Held[]> {
  return trx('cards')
    .whereIn('order_id', order_ids)
    .whereIn('status', statuses)
    .orderBy('id')
    .select<Held[]>('id', 'order_id', 'variant_id', 'batch_id');
}

/**
 * The cards that orders hold are sold to them; gives the ids of each order's, in their order; an order that holds none
 * is missing. Whoever calls has moved the orders themselves first, so that nobody else moves their cards.
 */
export async function sellHeld(
  trx: Db,
  order_ids: readonly number[],
): Promise<Map<number, number[]>> {
  const sold = new Map<number, number[]>();
  for (const orders of inChunks(order_ids))
    for (const cards of inChunks(await cardsIn(trx, orders, [CARD.held]))) {
      const ids = cards.map(({ id }) => id);
      const moved = await trx('cards')
        .whereIn('id', ids)
        .where({ status: CARD.held })
        .update({ status: CARD.sold });
      if (moved !== ids.length) throw new Error('held cards were moved by somebody else');
      for (const { id, order_id } of cards) push(sold, order_id, id);
    }
  return sold;
}

/** The ids of the cards that were sold to orders, those of each in their order; an order without is missing. */
export async function cardsOf(
  db: Db,
  order_ids: readonly number[],
): Promise<Map<number, number[]>> {
  const sold = new Map<number, number[]>();
  for (const orders of inChunks(order_ids))
    for (const { id, order_id } of await cardsIn(db, orders, [CARD.sold])) push(sold, order_id, id);
  return sold;
}

/**
 * Gives back what orders hold: to the stock, or to what its batch has become meanwhile (frozen; void when undone).
 * Gives how many came back, wherever to.
 */
export function releaseHeld(trx: Db, order_ids: readonly number[]): Promise<number> {
  return release(trx, order_ids, [CARD.held]);
}

/** The same of what the very same transaction has claimed, held or sold: orders that come to nothing after all. */
export function releaseClaimed(trx: Db, order_ids: readonly number[]): Promise<number> {
  return release(trx, order_ids, [CARD.held, CARD.sold]);
}

async function release(
  trx: Db,
  order_ids: readonly number[],
  from: readonly CardStatus[],
): Promise<number> {
  let released = 0;
  const stock = new Map<number, number>();
  for (const orders of inChunks(order_ids)) {
    const cards = await cardsIn(trx, orders, from);
    for (const { status, variant_id, ids } of await grouped(trx, cards)) {
      const moved = await trx('cards')
        .whereIn('id', ids)
        .whereIn('status', from)
        .update({ status, ...(status === CARD.void ? {} : { order_id: null }) });
      released += moved;
      if (status === CARD.available) stock.set(variant_id, (stock.get(variant_id) ?? 0) + moved);
    }
  }
  await addStocks(trx, stock);
  return released;
}

interface Group {
  status: CardStatus;
  variant_id: number;
  ids: number[];
}

/** Cards by where they go back to, a statement's worth each. */
async function grouped(trx: Db, cards: readonly Held[]): Promise<Group[]> {
  const batches = await trx('card_batches')
    .whereIn('id', [...new Set(cards.map(({ batch_id }) => batch_id))])
    .select('id', 'state', 'frozen_at');
  const undone = new Set(batches.filter(({ state }) => state === 'undone').map(({ id }) => id));
  const frozen = new Set(batches.filter(({ frozen_at }) => frozen_at).map(({ id }) => id));
  const backTo = ({ batch_id }: Held) => {
    if (undone.has(batch_id)) return CARD.void;
    return frozen.has(batch_id) ? CARD.frozen : CARD.available;
  };
  const groups = new Map<string, Group>();
  for (const card of cards) {
    const status = backTo(card);
    const key = `${card.variant_id} ${status}`;
    const group = groups.get(key) ?? { status, variant_id: card.variant_id, ids: [] };
    group.ids.push(card.id);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) =>
    inChunks(group.ids).map((ids) => ({ ...group, ids })),
  );
}

function push(lists: Map<number, number[]>, key: number, id: number): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
