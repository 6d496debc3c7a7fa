import { type Actor, record } from '../../audit/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { yuanShown } from '../../platform/money.ts';
import { alarm } from '../alarm.ts';
import { credit } from '../balance/balance.ts';
import { gatewayNamed } from '../gateways/index.ts';
import type { PaymentRow, RefundRow } from '../tables.ts';
import { refundJob } from './refund-job.ts';

export interface RefundWish {
  payment_id: number;
  amount_cents: number;
  /** Back the way it came, to a balance, or by hand: an operator pays it back and ticks it. */
  way: RefundRow['way'];
  reason: string;
  actor: Actor;
  /** Whose balance it may go to; of what was paid from a balance it is known. */
  user_id?: number | null;
}

/**
 * Gives money back: whole or in part, never more than was paid. A balance has it when `trx` is through; a gateway is
 * asked right after. Gives the refund's number. Throws UserError conflict when so much is not left.
 */
export async function requestRefund(trx: Db, after: After, wish: RefundWish): Promise<string> {
  const { payment_id, amount_cents, reason, actor } = wish;
  const payment = must(await trx('payments').where({ id: payment_id }).first(), '支付单');
  await takeFrom(trx, payment, amount_cents);
  const way = wayFor(payment, wish.way);
  const refund_no = publicNo('TK');
  const row = {
    ...{ refund_no, payment_id, amount_cents, way, reason: reason.slice(0, 200) },
    state: 'wanted' as const,
    made_by: actor.kind === 'user' ? actor.id : null,
    user_id: wish.user_id ?? (await payerOf(trx, payment)),
    created_at: now(),
    // A little later than the job that `after` starts: the sweep finds it when that is lost.
    due_at: way === 'gateway' ? fromNow(MINUTE / 2) : null,
  };
  const [id] = await trx('refunds').insert(row);
  const details = { payment_no: payment.payment_no, amount_cents, way, reason };
  await record(trx, actor, 'refund.wanted', `refund:${refund_no}`, details);
  if (way === 'balance') await toBalance(trx, row);
  if (way === 'by_hand') await askPerson(trx, after, refund_no, amount_cents);
  if (way === 'gateway') after(() => refundJob.enqueue({ refundId: Number(id) }));
  return refund_no;
}

/** What came from a balance goes back to it; what a gateway cannot give back, a person does. */
function wayFor({ gateway }: PaymentRow, wished: RefundRow['way']): RefundRow['way'] {
  if (gateway === 'balance') return 'balance';
  const isAble = gatewayNamed(gateway)?.refund !== undefined;
  return wished === 'gateway' && !isAble ? 'by_hand' : wished;
}

async function askPerson(trx: Db, after: After, refund_no: string, cents: number): Promise<void> {
  await alarm(trx, after, {
    what: `退款 ${refund_no} `,
    problem: `请把 ${yuanShown(cents)} 人工退给买家，退完后在退款页面登记。`,
    link: '/refunds?state=by_hand',
  });
}

/** Counted on the payment first: two refunds at once never give back more than came. */
async function takeFrom(trx: Db, payment: PaymentRow, cents: number): Promise<void> {
  if (!Number.isSafeInteger(cents) || cents < 1)
    throw new UserError('unprocessable', '退款金额不正确', { amount: '退款金额不正确' });
  const counted = await trx('payments')
    .where({ id: payment.id, status: 'paid' })
    .whereRaw('refunded_cents + ? <= amount_cents', [cents])
    .increment('refunded_cents', cents);
  if (counted === 1) return;
  const left = yuanShown(payment.amount_cents - payment.refunded_cents);
  const words = payment.status === 'paid' ? `最多还能退 ${left}` : '这笔支付没有到账，不能退款';
  throw new UserError('conflict', words, { amount: words });
}

/** Credits a balance and closes the refund, in the same transaction. */
export async function toBalance(
  trx: Db,
  {
    refund_no,
    amount_cents: cents,
    user_id,
  }: Pick<RefundRow, 'refund_no' | 'amount_cents' | 'user_id'>,
): Promise<void> {
  if (!user_id) {
    const words = '买家没有账号，不能退到余额，请选择其他方式';
    throw new UserError('unprocessable', words, { way: words });
  }
  await credit(trx, { user_id, cents, reason: 'refund', subject: `refund:${refund_no}` });
  await trx('refunds')
    .where({ refund_no })
    .update({ state: 'done', way: 'balance', done_at: now(), due_at: null, last_error: null });
}

/** Whose balance paid it, or was filled by it. */
async function payerOf(trx: Db, payment: PaymentRow): Promise<number | null> {
  if (payment.purpose === 'top_up') return payment.subject_id;
  if (payment.gateway !== 'balance') return null;
  const subject = `order:${payment.subject_id}`;
  const entry = await trx('balance_entries').where({ reason: 'order', subject }).first('user_id');
  return entry?.user_id ?? null;
}

/** All refunds of a payment, the oldest first. */
export function refundsOf(db: Db, payment_id: number): Promise<RefundRow[]> {
  return db('refunds').where({ payment_id }).orderBy('id');
}
