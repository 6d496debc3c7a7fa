import { now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { turnstile } from '../../platform/turnstile.ts';
import type { Found, Verdict } from '../gateways/gateway.ts';
import { readyGateway } from '../gateways/set-up.ts';
import type { PaymentRow } from '../tables.ts';
import { askGateway, canAsk, verdictOn } from './ask-gateway.ts';
import { nextAsk } from './ask-times.ts';
import { keepEvent } from './events.ts';
import { type Paid, paidOf } from './mark-paid.ts';
import { noteVerdict } from './note-verdict.ts';

const AT_ONCE = 4;

/**
 * Asks the gateways about open payments that are due, at most `limit`, and gives those that were paid, to be landed. A
 * payment is asked about by one process at a time; what is not landed after that is asked about again.
 */
export async function askDue(limit: number): Promise<Paid[]> {
  const due = await db('payments')
    .where('ask_due_at', '<=', now())
    .whereIn('status', ['started', 'closed'])
    .orderBy('ask_due_at')
    .limit(limit);
  const turn = turnstile(AT_ONCE);
  const found = await Promise.all(due.map((payment) => turn(() => askOne(payment))));
  return found.filter((paid) => paid !== undefined);
}

async function askOne(payment: PaymentRow): Promise<Paid | undefined> {
  if (!(await claim(db, payment))) return undefined;
  try {
    return await paidAt(payment);
  } catch (error) {
    log.warn('gateway does not answer', { gateway: payment.gateway, error });
    return undefined;
  }
}

async function claim(db: Db, payment: PaymentRow): Promise<boolean> {
  const { id, ask_due_at, asks } = payment;
  const next = { asks: asks + 1, ask_due_at: nextAsk({ ...payment, asks: asks + 1 }) };
  return (await db('payments').where({ id, ask_due_at, asks }).update(next)) === 1;
}

/** Asks now. Gives what is to be landed when the gateway says that it was paid; undefined otherwise. */
export async function paidAt(payment: PaymentRow): Promise<Paid | undefined> {
  const ready = await readyGateway(payment.gateway);
  if (!ready || !canAsk(ready)) return undefined;
  const found = await askGateway(ready, payment);
  const verdict = verdictOn(found, payment);
  if (verdict === 'denied') return undefined;
  await noteAnswer(payment, found, verdict);
  return verdict === 'paid' ? paidOf(payment, found.trade_no) : undefined;
}

/** A wrong amount is written down once; it is asked about again, and again it is wrong. */
async function noteAnswer(payment: PaymentRow, content: Found, verdict: Verdict): Promise<void> {
  const { id: payment_id, gateway } = payment;
  const known = await db('payment_events').where({ payment_id, source: 'asked', verdict }).first();
  if (known) return;
  const event = { gateway, payment_id, source: 'asked', content, verdict } as const;
  await noteVerdict(payment, verdict, (on) => keepEvent(on, event));
}
