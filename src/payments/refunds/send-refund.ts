import { record, SYSTEM } from '../../audit/index.ts';
import { fromNow, HOUR, MINUTE, now, SECOND } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { yuanShown } from '../../platform/money.ts';
import { spellMessage } from '../../platform/spell-error.ts';
import { alarm } from '../alarm.ts';
import type { RefundFound, RefundWanted } from '../gateways/gateway.ts';
import { type Ready, readyGateway } from '../gateways/set-up.ts';
import type { RefundRow } from '../tables.ts';

/** How long one try may take before another process may try: longer than all its calls may. */
const LEASE = MINUTE;
const WAITS = [15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR];

/**
 * Asks the gateway to give money back. `refund_no` is the gateway's key against doing it twice; a try whose answer was
 * lost is asked about before the next. Does nothing when it is done, or in another's hands.
 */
export async function sendRefund(refundId: number): Promise<void> {
  const refund = await claim(refundId);
  if (!refund) return;
  let outcome: RefundFound | Error;
  try {
    outcome = await attempt(refund);
  } catch (error) {
    log.warn('refund failed', { refund_no: refund.refund_no, error });
    outcome = error instanceof Error ? error : new Error(String(error));
  }
  await settle(refund, outcome);
}

async function claim(id: number): Promise<RefundRow | undefined> {
  const refund = await db('refunds').where({ id, state: 'wanted', way: 'gateway' }).first();
  if (!refund) return undefined;
  const { attempts } = refund;
  const isFirst = attempts === 0;
  if (!isFirst && (refund.due_at === null || refund.due_at > now())) return undefined;
  const claimed = await db('refunds')
    .where({ id, state: 'wanted', attempts, due_at: refund.due_at })
    .update({ attempts: attempts + 1, due_at: fromNow(LEASE) });
  return claimed === 1 ? refund : undefined;
}

async function attempt(refund: RefundRow): Promise<RefundFound> {
  const payment = await db('payments').where({ id: refund.payment_id }).first();
  if (!payment) throw new Error(`refund ${refund.refund_no} has no payment`);
  const ready = await readyGateway(payment.gateway);
  if (!ready?.gateway.refund)
    return { state: 'refused', words: '这个网关不能自动退款，请人工退款或退到余额' };
  const wanted = { ...refund, payment };
  if (refund.attempts === 0) return send(ready, wanted);
  const before = await ready.gateway.findRefund?.(ready.at, wanted);
  if (before && before.state !== 'none') return before;
  return send(ready, wanted);
}

async function send({ gateway, at }: Ready, wanted: RefundWanted): Promise<RefundFound> {
  const found = await gateway.refund?.(at, wanted);
  if (!found) throw new Error(`${gateway.name} gives nothing back`);
  return found;
}

async function settle(refund: RefundRow, outcome: RefundFound | Error): Promise<void> {
  if (outcome instanceof Error) return later(refund, spellMessage(outcome));
  if (outcome.state === 'done') return done(refund, outcome);
  if (outcome.state === 'pending') return later(refund, '网关正在处理', true);
  await fail(refund, outcome.words ?? '网关拒绝退款');
}

async function done(refund: RefundRow, found: RefundFound): Promise<void> {
  await inTransaction(async (trx) => {
    const moved = await trx('refunds')
      .where({ id: refund.id, state: 'wanted' })
      .update({
        ...{ state: 'done', done_at: now(), due_at: null, last_error: null },
        gateway_refund_no: found.refund_no ?? null,
      });
    if (moved === 1) await note(trx, refund, 'refund.done', {});
  });
}

/** Tried or asked again; one that is refused or unheard for half a day is for a person. */
async function later(refund: RefundRow, words: string, isHeard = false): Promise<void> {
  const wait = WAITS[refund.attempts] ?? (isHeard ? WAITS.at(-1) : undefined);
  if (wait === undefined) return fail(refund, words);
  await db('refunds')
    .where({ id: refund.id, state: 'wanted' })
    .update({ due_at: fromNow(wait), last_error: words.slice(0, 300) });
}

async function fail(refund: RefundRow, words: string): Promise<void> {
  await inTransaction(async (trx, after) => {
    const moved = await trx('refunds')
      .where({ id: refund.id, state: 'wanted' })
      .update({ state: 'failed', due_at: null, last_error: words.slice(0, 300) });
    if (moved !== 1) return;
    await note(trx, refund, 'refund.failed', {});
    await alarm(trx, after, {
      what: `退款 ${refund.refund_no} `,
      problem: `${yuanShown(refund.amount_cents)} 没有退成：${words}。请重试，或改为人工退款、退到余额。`,
      link: '/refunds?state=failed',
    });
  });
}

function note(trx: Db, refund: RefundRow, action: string, more: object): Promise<void> {
  const { refund_no, amount_cents } = refund;
  return record(trx, SYSTEM, action, `refund:${refund_no}`, { amount_cents, ...more });
}

/** Refunds that a gateway still owes an answer for. */
export async function sendDueRefunds(limit = 20): Promise<void> {
  const due = await db('refunds')
    .where('due_at', '<=', now())
    .where({ state: 'wanted', way: 'gateway' })
    .orderBy('due_at')
    .limit(limit)
    .select('id');
  for (const { id } of due) await sendRefund(id);
}
