import type { Db } from '../platform/db.ts';
import type { OrderRow, OrderStatus } from './tables.ts';

/** From where to where. Money that comes late leads on from `expired` and `cancelled`. */
export const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  unpaid: ['paid', 'delivered', 'expired', 'cancelled'],
  expired: ['paid'],
  cancelled: ['paid'],
  paid: ['delivered', 'waiting', 'refunded'],
  waiting: ['delivered', 'refunded'],
  delivered: ['refunded'],
  refunded: [],
};

const before = (to: OrderStatus): OrderStatus[] =>
  (Object.keys(NEXT) as OrderStatus[]).filter((from) => NEXT[from].includes(to)); // keys of NEXT

/** Takes a step if the order stands where it may be taken from, and says whether it did: one conditional update. */
export async function move(
  trx: Db,
  id: number,
  to: OrderStatus,
  also: Partial<OrderRow> = {},
  from: readonly OrderStatus[] = before(to),
): Promise<boolean> {
  const moved = await trx('orders')
    .where({ id })
    .whereIn('status', from)
    .update({ ...also, status: to });
  return moved === 1;
}
