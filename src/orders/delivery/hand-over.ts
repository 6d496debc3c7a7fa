import { cardsOf, claimCards, loopCards, sellHeld } from '../../cards/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import { giveBackCounted, takeCounted } from '../placing/counted.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';
import { ringTelling } from '../telling/tell-job.ts';
import { isCard, isLoop, isManual } from './kinds.ts';
import { type Goods, writeLines } from './lines.ts';
import { queuedQuantity } from './queue.ts';

/**
 * Gives paid orders what they paid for: cards that were held, else others of the same variant, else a place in the
 * queue. Their rows are locked by the caller, and stand in the order in which they may take what is left.
 */
export async function handOver(
  trx: Db,
  after: After,
  orders: readonly OrderRow[],
): Promise<Map<number, OrderStatus>> {
  const states = new Map<number, OrderStatus>();
  const goods = [
    ...(await cardsFor(trx, orders.filter(isCard))),
    ...(await countedFor(trx, orders)),
  ];
  const at = now();
  const ready = goods.filter(({ is_ready }) => is_ready);
  const delivered = ready.filter(({ order }) => !isManual(order));
  await writeLines(trx, delivered, at);
  const set = { delivered_at: at, delivery_due_at: null, telling_due_at: at };
  await closeAs(trx, states, delivered, { ...set, status: 'delivered' });
  await queueUp(
    trx,
    states,
    goods.filter(({ is_ready }) => !is_ready),
    at,
  );
  const byHand = ready.filter(({ order }) => isManual(order));
  await closeAs(trx, states, byHand, { status: 'paid', telling_due_at: at });
  await owePanelCalls(
    trx,
    after,
    'order.delivered',
    delivered.map(({ order }) => order),
  );
  if (goods.length > 0) after(ringTelling);
  return states;
}

interface Owed extends Goods {
  order: OrderRow;
  is_ready: boolean;
}

/** Since when one waits already, and that he was told of it, stays as it is. */
async function queueUp(
  trx: Db,
  states: Map<number, OrderStatus>,
  short: readonly Owed[],
  at: Date,
): Promise<void> {
  for (const { order } of short) states.set(order.id, 'waiting');
  const fresh = short.filter(({ order }) => order.status !== 'waiting');
  const set = { status: 'waiting', delivery_due_at: at, telling_due_at: at } as const;
  await closeAs(trx, states, fresh, set);
}

/** Held cards first; what is missing is claimed from what nobody waits for. */
async function cardsFor(trx: Db, orders: readonly OrderRow[]): Promise<Owed[]> {
  if (orders.length === 0) return [];
  const ids = orders.map(({ id }) => id);
  await sellHeld(trx, ids);
  const own = await cardsOf(trx, ids);
  const missing = ({ id, quantity }: OrderRow) => quantity - (own.get(id)?.length ?? 0);
  const short = orders.filter((order) => missing(order) > 0);
  const wants = short.map((order) => {
    return { order_id: order.id, variant_id: order.variant_id, quantity: missing(order) };
  });
  const first = await notQueuedFor(trx, orders, wants);
  const claimed = await claimCards(trx, first, { as: 'sold', today: shownDay(now()) });
  return orders.map((order) => {
    const card_ids = [...(own.get(order.id) ?? []), ...(claimed.get(order.id) ?? [])];
    return { order, card_ids, is_ready: card_ids.length === order.quantity };
  });
}

/** Who comes new to the queue stands behind those who wait already. */
async function notQueuedFor<W extends { order_id: number; variant_id: number }>(
  trx: Db,
  orders: readonly OrderRow[],
  wants: W[],
): Promise<W[]> {
  const queued = new Set(orders.flatMap(({ id, status }) => (status === 'waiting' ? [id] : [])));
  const late = wants.filter(({ order_id }) => !queued.has(order_id));
  const others = await queuedQuantity(
    trx,
    late.map(({ variant_id }) => variant_id),
  );
  return wants.filter(
    ({ order_id, variant_id }) => queued.has(order_id) || !others.has(variant_id),
  );
}

/** Loop cards and manual goods: what is late, or has waited, is counted off anew; who comes late stands behind who waits. */
async function countedFor(trx: Db, orders: readonly OrderRow[]): Promise<Owed[]> {
  const counted = orders.filter((order) => !isCard(order));
  const shared = await loopCards(
    trx,
    counted.flatMap((order) => (isLoop(order) ? [order.variant_id] : [])),
  );
  const late = counted.filter(({ is_late, status }) => is_late && status !== 'waiting');
  const queued = await queuedQuantity(
    trx,
    late.map(({ variant_id }) => variant_id),
  );
  const goods: Owed[] = [];
  for (const order of counted) {
    const shared_card_id = shared.get(order.variant_id) ?? null;
    const isBehind = late.includes(order) && queued.has(order.variant_id);
    const has = !isBehind && (isManual(order) || shared_card_id !== null);
    const again = order.is_late || order.status === 'waiting';
    const is_ready = has && (!again || (await takeCounted(trx, order)));
    // What it had counted off waits with it, and is counted off anew when there is something to hand over.
    if (!is_ready && !again) await giveBackCounted(trx, [order]);
    goods.push({ order, card_ids: [], shared_card_id, is_ready });
  }
  return goods;
}

async function closeAs(
  trx: Db,
  states: Map<number, OrderStatus>,
  goods: readonly Owed[],
  set: Partial<OrderRow> & { status: OrderStatus },
): Promise<void> {
  if (goods.length === 0) return;
  const ids = goods.map(({ order }) => order.id);
  await trx('orders').whereIn('id', ids).update(set);
  for (const id of ids) states.set(id, set.status);
}
