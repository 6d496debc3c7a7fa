import type { Request } from 'express';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import type { OrderRow } from '../tables.ts';
import { deviceIndex } from '../who.ts';
import { customerOf, deviceOf } from './device.ts';

/** So long the browser that placed an order sees it without password. */
const PLACED_MS = 30 * DAY;
/** So long one that was let in by password or link does. */
const LET_IN_MS = DAY;

/** The order, if this request may see it: its customer, or a browser that placed it or was let in. */
export async function seenOrder(req: Request): Promise<OrderRow | undefined> {
  const order_no = String(req.params['order_no']);
  const order = await db('orders').where({ order_no }).first();
  if (!order) return undefined;
  const user_id = customerOf(req);
  if (order.user_id !== null && order.user_id === user_id) return order;
  const device = deviceOf(req);
  if (device === undefined) return undefined;
  return (await isKnownTo(order, deviceIndex(device))) ? order : undefined;
}

/** The same, or the answer that a number gets which does not exist. */
export async function orderFor(req: Request): Promise<OrderRow> {
  return must(await seenOrder(req), '订单');
}

async function isKnownTo(order: OrderRow, device_index: Buffer): Promise<boolean> {
  // Who signs out leaves nothing behind: a customer's own browser counts for guests' orders only.
  const isOwn = order.user_id === null && order.device_index?.equals(device_index);
  if (isOwn && order.created_at > fromNow(-PLACED_MS)) return true;
  const let_in = { order_id: order.id, device_index };
  const row = await db('order_viewers').where(let_in).where('expires_at', '>', now()).first();
  return row !== undefined;
}

/** Lets a browser see an order for a day; it is known by the digest of its cookie alone. */
export async function letIn(trx: Db, order_id: number, device: string): Promise<void> {
  const expires_at = fromNow(LET_IN_MS);
  const row = { order_id, device_index: deviceIndex(device), expires_at };
  await trx('order_viewers').where('expires_at', '<=', now()).limit(100).delete();
  await trx('order_viewers')
    .insert(row)
    .onConflict(['order_id', 'device_index'])
    .merge({ expires_at });
}

declare module 'knex/types/tables.js' {
  interface Tables {
    order_viewers: { order_id: number; device_index: Buffer; expires_at: Date };
  }
}
