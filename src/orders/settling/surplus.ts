import { SYSTEM } from '../../audit/index.ts';
import { type Paid, requestRefund } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { noteEvent } from '../events.ts';
import { ringTelling } from '../telling/tell-job.ts';

/**
 * Money that its order does not want (paid twice, another sum, late and its coupon spent meanwhile): to the buyer's balance when he has an
 * account, else back where it came from. Buyer and operators are told in both cases.
 */
export async function giveSurplus(trx: Db, after: After, paid: Paid): Promise<void> {
  const { subject_id: id, payment_id, amount_cents } = paid;
  const order = await trx('orders').where({ id }).first('user_id');
  const user_id = order?.user_id ?? null;
  const way = user_id === null ? 'gateway' : 'balance';
  const reason = '订单已付款或已关闭，多付的款项退回';
  const wish = { payment_id, amount_cents, way, reason, actor: SYSTEM, user_id } as const;
  await requestRefund(trx, after, wish);
  const where = user_id === null ? '原路退回' : '转入余额';
  await noteEvent(trx, id, 'surplus', `${paid.payment_no} ${where}`);
  await trx('orders').where({ id }).update({ telling_due_at: now() });
  after(ringTelling);
}
