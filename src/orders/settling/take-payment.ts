import type { Paid } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { move } from '../status.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';

const ON_TIME: readonly OrderStatus[] = ['unpaid'];
const LATE: readonly OrderStatus[] = ['expired', 'cancelled'];

/** Marks the order of a payment as paid and gives it; undefined when it wants no money: paid already, or another sum. */
export async function takePayment(trx: Db, paid: Paid): Promise<OrderRow | undefined> {
  const { subject_id: id, payment_id, gateway } = paid;
  const at = now();
  const set = { payment_id, gateway, paid_at: at, delivery_due_at: at, hold_until: null };
  const sum = await trx('orders').where({ id }).first('total_cents');
  if (sum?.total_cents !== paid.amount_cents) return undefined;
  const taken =
    (await move(trx, id, 'paid', { ...set, closed_at: null }, ON_TIME)) ||
    (await move(trx, id, 'paid', { ...set, closed_at: null, is_late: true }, LATE));
  return taken ? trx('orders').where({ id }).first() : undefined;
}
