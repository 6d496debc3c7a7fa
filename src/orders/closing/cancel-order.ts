import { type Actor, record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import type { OrderRow } from '../tables.ts';
import { closeUnpaid } from './close-unpaid.ts';

/**
 * Closes an unpaid order and gives back what it holds; false when it is unpaid no more. `actor` null: its own buyer,
 * whose order says so by itself.
 */
export function cancelOrder(
  order: Pick<OrderRow, 'id' | 'order_no'>,
  actor: Actor | null,
): Promise<boolean> {
  return inTransaction(async (trx) => {
    const closed = await closeUnpaid(trx, [order.id], 'cancelled');
    if (closed === 0) return false;
    if (actor) await record(trx, actor, 'order.cancelled', `order:${order.order_no}`);
    return true;
  });
}
