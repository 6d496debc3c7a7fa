import type { After, Db } from '../../platform/db.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';
import { handOver } from './hand-over.ts';
import { isCard } from './kinds.ts';
import { deliverJob } from './ring.ts';

/** More cards than these are handed over by the worker, so that whoever reports the money does not wait. */
const AT_ONCE = 500;

/**
 * Hands the goods of paid orders over: cards that were held, else others of the same variant, else a place in the
 * queue. In one transaction with what paid them; gives where each stands now.
 */
export async function deliverPaid(
  trx: Db,
  after: After,
  orders: readonly OrderRow[],
): Promise<Map<number, OrderStatus>> {
  await owePanelCalls(trx, after, 'order.paid', orders);
  const large = orders.filter((order) => isCard(order) && order.quantity > AT_ONCE);
  for (const { id } of large) after(() => deliverJob.enqueue({ orderId: id }));
  return handOver(
    trx,
    after,
    orders.filter((order) => !large.includes(order)),
  );
}
