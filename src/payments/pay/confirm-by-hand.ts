import { type Actor, record } from '../../audit/index.ts';
import type { Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { keepEvent } from './events.ts';
import { markPaid, type Paid, paidOf } from './mark-paid.ts';

/**
 * An operator saw the money: the payment is paid, and what it gives is to be landed in the same transaction, as if the
 * gateway had said so. Throws UserError conflict when it is paid already.
 */
export async function confirmByHand(
  trx: Db,
  payment_no: string,
  { reason, trade_no }: { reason: string; trade_no: string },
  actor: Actor,
): Promise<Paid> {
  const payment = must(await trx('payments').where({ payment_no }).first(), '支付单');
  const paid = paidOf(payment, trade_no);
  if (!(await markPaid(trx, paid)))
    throw new UserError('conflict', '这笔支付已经到账，不需要再确认');
  const content = { reason, trade_no };
  const { gateway, id: payment_id } = payment;
  await keepEvent(trx, { gateway, payment_id, source: 'by_hand', verdict: 'paid', content });
  await record(trx, actor, 'payment.confirmed', `payment:${payment_no}`, {
    ...{ amount_cents: payment.amount_cents, trade_no, reason },
  });
  return paid;
}
