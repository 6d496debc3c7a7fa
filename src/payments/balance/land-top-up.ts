import type { Db } from '../../platform/db.ts';
import { markLanded, markPaid, type Paid } from '../pay/mark-paid.ts';
import { credit } from './balance.ts';

/** Money for a balance: paid, credited and landed in one transaction, once. False when it had been. */
export async function landTopUp(trx: Db, paid: Paid): Promise<boolean> {
  if (paid.purpose !== 'top_up') throw new Error(`${paid.payment_no} is for an order`);
  await markPaid(trx, paid);
  if (!(await markLanded(trx, paid.payment_id))) return false;
  const { subject_id: user_id, amount_cents: cents, payment_no } = paid;
  return credit(trx, { user_id, cents, reason: 'top_up', subject: `payment:${payment_no}` });
}
