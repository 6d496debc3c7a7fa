import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import { moveCards } from './move-cards.ts';
import { CARD, type CardRow, type CardStatus } from './tables.ts';

type Owned = Pick<CardRow, 'id' | 'variant_id' | 'batch_id' | 'status'> & { order_id: number };

function cardsIn(
  trx: Db,
  order_ids: readonly number[],
  statuses: readonly CardStatus[],
): Promise<Owned[]> {
  return trx('cards')
    .whereIn('order_id', order_ids)
    .whereIn('status', statuses)
    .orderBy('id')
    .select<Owned[]>('id', 'order_id', 'variant_id', 'batch_id', 'status');
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
  const cards: Owned[] = [];
  for (const orders of inChunks(order_ids)) cards.push(...(await cardsIn(trx, orders, from)));
  if (cards.length === 0) return 0;
  const batches = await trx('card_batches')
    .whereIn('id', [...new Set(cards.map(({ batch_id }) => batch_id))])
    .select('id', 'state', 'frozen_at');
  const undone = new Set(batches.filter(({ state }) => state === 'undone').map(({ id }) => id));
  const frozen = new Set(batches.filter(({ frozen_at }) => frozen_at).map(({ id }) => id));
  const batchOf = new Map(cards.map(({ id, batch_id }) => [id, batch_id]));
  return moveCards(trx, cards, ({ id }) => {
    const batch = batchOf.get(id) ?? 0;
    if (undone.has(batch)) return { status: CARD.void };
    return { status: frozen.has(batch) ? CARD.frozen : CARD.available, order_id: null };
  });
}

function push(lists: Map<number, number[]>, key: number, id: number): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
