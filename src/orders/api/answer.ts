import { type CardText, openCards } from '../../cards/index.ts';
import { createBatcher } from '../../platform/batcher.ts';
import { type Db, db } from '../../platform/db.ts';
import { holdsGood, openLines } from '../delivery/open-lines.ts';
import type { Placed } from '../placing/wish.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';
import type { Pay } from './pay-for.ts';

/** An order as programs see it. */
export interface OrderAnswer {
  order_no: string;
  status: OrderStatus;
  quantity: number;
  unit_cents: number;
  discount_cents: number;
  total_cents: number;
  refunded_cents: number;
  created_at: Date;
  paid_at: Date | null;
  delivered_at: Date | null;
  hold_until: Date | null;
  pay: Pay | null;
  cards: CardText[];
}

/** Orders that are answered at the same moment have their cards opened in one query. */
const opened = createBatcher<readonly number[], Map<number, CardText>>({
  async run(lists) {
    const texts = await openCards(db, lists.flat());
    return lists.map(() => ({ ok: true, value: texts }));
  },
  max: 64,
  inFlight: 2,
});

/** What whoever placed an order is told, with his cards when it is delivered. */
export async function answerOf(db: Db, placed: Placed, pay: Pay | null): Promise<OrderAnswer> {
  const { order, card_ids } = placed;
  if (card_ids.length === 0 || order.status !== 'delivered')
    return { ...orderShown(order), pay, cards: await cardsOfOrder(db, order) };
  const texts = await opened.add(card_ids);
  return { ...orderShown(order), pay, cards: card_ids.flatMap((id) => texts.get(id) ?? []) };
}

/** The cards of a delivered order, those that were replaced or taken back left out. */
export async function cardsOfOrder(db: Db, order: OrderRow): Promise<CardText[]> {
  if (order.delivered_at === null) return [];
  const lines = await openLines(db, order);
  return lines.filter(holdsGood).map(({ text, number, secret }) => ({
    ...{ text, ...(number === undefined ? {} : { number }) },
    ...(secret === undefined ? {} : { secret }),
  }));
}

export function orderShown(order: OrderRow): Omit<OrderAnswer, 'pay' | 'cards'> {
  const { order_no, status, quantity, unit_cents, discount_cents, total_cents } = order;
  const { refunded_cents, created_at, paid_at, delivered_at, hold_until } = order;
  return {
    ...{ order_no, status, quantity, unit_cents, discount_cents, total_cents, refunded_cents },
    ...{ created_at, paid_at, delivered_at, hold_until },
  };
}
