import type { Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';

/** The order, locked for what is done to it next, if it stands where that may be done. Throws UserError not_found, conflict. */
export async function lockedOrder(
  trx: Db,
  id: number,
  standing: readonly OrderStatus[],
): Promise<OrderRow> {
  const order = must(await trx('orders').where({ id }).forUpdate().first(), '订单');
  if (standing.includes(order.status)) return order;
  throw new UserError('conflict', '订单的状态已经变化，请刷新页面');
}
