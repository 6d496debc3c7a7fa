import { record, SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { PaymentRow, Purpose } from '../tables.ts';

/** Money that a gateway, or an operator, has confirmed. */
export interface Paid {
  payment_id: number;
  payment_no: string;
  purpose: Purpose;
  /** The order's id, or the user's for a top-up. */
  subject_id: number;
  amount_cents: number;
  gateway: string;
  /** The gateway's number. */
  trade_no: string;
}

export function paidOf(payment: PaymentRow, trade_no: string | null): Paid {
  const { id, payment_no, purpose, subject_id, amount_cents, gateway } = payment;
  const number = trade_no || payment.trade_no || '';
  return {
    payment_id: id,
    payment_no,
    purpose,
    subject_id,
    amount_cents,
    gateway,
    trade_no: number,
  };
}

/** The only way to `paid`. Closed ones come to it too: late money is money. False when it was paid already. */
export async function markPaid(
  trx: Db,
  { payment_id, payment_no, gateway, amount_cents, trade_no }: Paid,
): Promise<boolean> {
  const at = now();
  const marked = await trx('payments')
    .where({ id: payment_id })
    .whereIn('status', ['started', 'closed'])
    .update({
      status: 'paid',
      paid_at: at,
      open_key: null,
      ask_due_at: null,
      ...(trade_no ? { trade_no } : {}),
    });
  if (marked !== 1) return false;
  const details = { gateway, amount_cents, trade_no };
  await record(trx, SYSTEM, 'payment.paid', `payment:${payment_no}`, details);
  return true;
}

/** The order or the balance has taken it, once. False when it had before, or was not paid. */
export async function markLanded(trx: Db, payment_id: number): Promise<boolean> {
  const landed = await trx('payments')
    .where({ id: payment_id, status: 'paid', landed_at: null })
    .update({ landed_at: now() });
  return landed === 1;
}

/** Money that came and that nobody has taken yet, the oldest first. */
export async function paidNotLanded(db: Db, limit: number): Promise<Paid[]> {
  const rows = await db('payments')
    .where({ status: 'paid', landed_at: null })
    .orderBy('id')
    .limit(limit);
  return rows.map((row) => paidOf(row, row.trade_no));
}

/** Nobody waits for the money of these any more; should it come all the same, it is found and lands. */
export async function closePayments(
  trx: Db,
  { purpose, subject_ids }: { purpose: Purpose; subject_ids: readonly number[] },
): Promise<void> {
  await trx('payments')
    .where({ purpose, status: 'started' })
    .whereIn('subject_id', subject_ids)
    .update({ status: 'closed', open_key: null });
}
