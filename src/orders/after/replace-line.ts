import { type Actor, record } from '../../audit/index.ts';
import { claimCards, voidCards } from '../../cards/index.ts';
import { DAY, now, shownDay } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { noteEvent } from '../events.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import type { LineRow, OrderRow } from '../tables.ts';
import { ringTelling } from '../telling/tell-job.ts';
import { lockedOrder } from './locked.ts';

export interface Replacing {
  order_id: number;
  line_id: number;
  reason: string;
  actor: Actor;
  /** The warranty is over, and an operator replaces it all the same. */
  beyond_warranty: boolean;
}

/**
 * Gives a buyer another card for a bad one: the old is void and stays in the history, the new is a line of its own that
 * says what it replaces. Gives the new line's number. Throws UserError conflict when there is none, or no warranty left.
 */
export async function replaceLine(trx: Db, after: After, wish: Replacing): Promise<number> {
  const { order_id, line_id, reason, actor } = wish;
  const order = await lockedOrder(trx, order_id, ['delivered']);
  const old = must(await trx('delivered_lines').where({ id: line_id, order_id }).first(), '卡密');
  if (old.card_id === null) throw new UserError('conflict', '这种商品没有单独的卡密可以更换');
  if (old.replaced_at) throw new UserError('conflict', '这张卡密已经更换过');
  if (!wish.beyond_warranty) await checkWarranty(trx, order);
  const card_id = await anotherCard(trx, order);
  const line = await writeReplacement(trx, old, card_id);
  await voidCards(trx, [old.card_id], `更换：${reason}`, actor.id);
  await trx('orders')
    .where({ id: order_id })
    .update({ telling_due_at: order.by_program ? null : now() });
  await noteEvent(
    trx,
    order_id,
    'replaced',
    `第 ${old.line} 张换为第 ${line} 张：${reason}`,
    actor,
  );
  await owePanelCalls(trx, after, 'order.card_replaced', [order]);
  after(ringTelling);
  const details = { line: old.line, by_line: line, reason, beyond: wish.beyond_warranty };
  await record(trx, actor, 'order.replaced', `order:${order.order_no}`, details);
  return line;
}

async function checkWarranty(trx: Db, { product_id, delivered_at }: OrderRow): Promise<void> {
  const product = await trx('products').where({ id: product_id }).first('warranty_days');
  const days = product?.warranty_days ?? 0;
  const until = (delivered_at?.getTime() ?? 0) + days * DAY;
  if (now().getTime() <= until) return;
  const words = days === 0 ? '这件商品没有质保' : `已超过 ${days} 天质保期`;
  throw new UserError('conflict', `${words}，仍要更换请勾选“超出质保也更换”`);
}

async function anotherCard(trx: Db, order: OrderRow): Promise<number> {
  const want = { order_id: order.id, variant_id: order.variant_id, quantity: 1 };
  const claimed = await claimCards(trx, [want], { as: 'sold', today: shownDay(now()) });
  const [card_id] = claimed.get(order.id) ?? [];
  if (card_id === undefined) throw new UserError('conflict', '没有库存可以更换，请先补货或退款');
  return card_id;
}

async function writeReplacement(trx: Db, old: LineRow, card_id: number): Promise<number> {
  const { id, order_id } = old;
  const [last] = await trx('delivered_lines')
    .where({ order_id })
    .max<{ line: number }[]>('line as line');
  const line = (last?.line ?? 0) + 1;
  const at = now();
  await trx('delivered_lines').where({ id }).update({ replaced_at: at });
  const row = { order_id, line, card_id, replaces_id: id, delivered_at: at };
  await trx('delivered_lines').insert(row);
  return line;
}
