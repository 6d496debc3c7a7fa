import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import type { RefundRow } from '../tables.ts';
import { refundJob } from './refund-job.ts';
import { toBalance } from './request-refund.ts';

/** A failed refund goes to its gateway once more, which is asked first what became of the last try. */
export async function retryRefund(
  trx: Db,
  after: After,
  refund_no: string,
  actor: Actor,
): Promise<void> {
  const refund = await refundNumbered(trx, refund_no);
  // Not a first try: the gateway is asked what became of the last before it is told again.
  const again = { state: 'wanted', way: 'gateway', attempts: 1, due_at: now() } as const;
  const moved = await trx('refunds').where({ refund_no, state: 'failed' }).update(again);
  if (moved !== 1) throw moment(refund);
  await record(trx, actor, 'refund.retried', `refund:${refund_no}`, {});
  after(() => refundJob.enqueue({ refundId: refund.id }));
}

/** What a gateway would not give back, a person does, or a balance. Throws UserError conflict when it is not for a person. */
export async function switchRefund(
  trx: Db,
  refund_no: string,
  way: 'by_hand' | 'balance',
  actor: Actor,
): Promise<void> {
  const refund = await refundNumbered(trx, refund_no);
  const moved = await trx('refunds')
    .where({ refund_no })
    .where((open) => open.where({ state: 'failed' }).orWhere({ state: 'wanted', way: 'by_hand' }))
    .update({ state: 'wanted', way, due_at: null });
  if (moved !== 1) throw moment(refund);
  await record(trx, actor, 'refund.switched', `refund:${refund_no}`, { from: refund.way, way });
  if (way === 'balance') await toBalance(trx, refund);
}

/** An operator has paid it back himself; `gateway_refund_no`: his proof of it. */
export async function finishByHand(
  trx: Db,
  refund_no: string,
  gateway_refund_no: string,
  actor: Actor,
): Promise<void> {
  const refund = await refundNumbered(trx, refund_no);
  const done = { state: 'done', done_at: now(), gateway_refund_no } as const;
  const moved = await trx('refunds')
    .where({ refund_no, state: 'wanted', way: 'by_hand' })
    .update(done);
  if (moved !== 1) throw moment(refund);
  const { amount_cents } = refund;
  await record(trx, actor, 'refund.done', `refund:${refund_no}`, { amount_cents, way: 'by_hand' });
}

async function refundNumbered(trx: Db, refund_no: string): Promise<RefundRow> {
  return must(await trx('refunds').where({ refund_no }).first(), '退款');
}

function moment({ state }: RefundRow): UserError {
  const words = state === 'done' ? '这笔退款已经完成' : '这笔退款已被他人处理，请刷新页面';
  return new UserError('conflict', words);
}
