import { fromNow, SECOND } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import {
  type Answer,
  type Callback,
  type Heard,
  isRefusal,
  type Verdict,
} from '../gateways/gateway.ts';
import { type Ready, readyGateway } from '../gateways/set-up.ts';
import type { PaymentRow } from '../tables.ts';
import { askGateway, canAsk, verdictOn } from './ask-gateway.ts';
import { contentOf, judgeEvent, keepEvent } from './events.ts';
import { type Paid, paidOf } from './mark-paid.ts';
import { noteVerdict } from './note-verdict.ts';
import { keepLittle } from './strangers.ts';

export interface Read {
  /** What this caller is to get, once `paid` has landed. If it cannot land, let the error fly: he comes again. */
  answer: Answer;
  paid?: Paid;
}

interface Judged {
  verdict: Verdict;
  payment?: PaymentRow | undefined;
  trade_no?: string;
}

/**
 * Reads what somebody sent to a callback address: keeps it, verifies it, and asks the gateway itself before it calls
 * anything paid. Marks nothing as paid: that is done with what lands. Throws UserError not_found for no such gateway.
 */
export async function readCallback(name: string, callback: Callback): Promise<Read> {
  const ready = await readyGateway(name);
  const { gateway, at } = must(ready?.gateway.parse ? ready : undefined, '支付方式');
  const content = contentOf(callback);
  const kept = { gateway: name, source: 'callback', verdict: 'received', content } as const;
  const event_no = await keepEvent(db, kept);
  const judged = await judge({ gateway, at, common: must(ready, '支付方式').common }, callback);
  const { verdict, payment, trade_no } = judged;
  const judgement = { verdict, payment_id: payment?.id ?? null };
  await noteVerdict(payment, verdict, (on) => judgeEvent(on, event_no, judgement));
  const isTold = await keepLittle(event_no, verdict, callback);
  if (isTold && !['paid', 'repeated'].includes(verdict))
    log.warn('callback', { gateway: name, verdict, event_no });
  if (payment && ASK_SOON.includes(verdict)) await askSoon(payment);
  const answer = gateway.answer?.(verdict) ?? { status: 404, type: 'text/plain', body: 'fail' };
  const isPaid = verdict === 'paid' && payment !== undefined;
  return { answer, ...(isPaid ? { paid: paidOf(payment, trade_no ?? null) } : {}) };
}

/** After these the gateway's own word is looked for at once, so that no later success is waited for. */
const ASK_SOON: readonly Verdict[] = ['unconfirmed', 'denied', 'not_success'];

async function judge(ready: Ready, callback: Callback): Promise<Judged> {
  const heard = hear(ready, callback);
  if ('verdict' in heard) return heard;
  const payment = await db('payments')
    .where({ payment_no: heard.payment_no.slice(0, 32), gateway: ready.gateway.name })
    .first();
  if (!payment || payment.payment_no !== heard.payment_no) return { verdict: 'unknown_payment' };
  const verdict = weigh(heard, payment);
  if (verdict !== 'paid') return { verdict, payment };
  return { ...(await confirm(ready, payment, heard)), payment };
}

function hear({ gateway, at }: Ready, callback: Callback): Heard | Judged {
  try {
    return gateway.parse?.(at, callback) ?? { verdict: 'unreadable' };
  } catch (error) {
    if (isRefusal(error)) return { verdict: error.verdict };
    log.warn('callback cannot be read', { gateway: gateway.name, error });
    return { verdict: 'unreadable' };
  }
}

function weigh(heard: Heard, payment: PaymentRow): Verdict {
  if (heard.currency !== payment.currency) return 'other_currency';
  if (!heard.is_success) return 'not_success';
  if (heard.amount_cents !== payment.amount_cents) return 'wrong_amount';
  if (payment.status !== 'paid') return 'paid';
  return payment.trade_no === heard.trade_no ? 'repeated' : 'paid_again';
}

/** The signature says that the gateway wrote it; its own answer says that it is so. */
async function confirm(ready: Ready, payment: PaymentRow, heard: Heard): Promise<Judged> {
  if (!canAsk(ready)) return { verdict: 'paid', trade_no: heard.trade_no };
  try {
    const found = await askGateway(ready, payment);
    return { verdict: verdictOn(found, payment), trade_no: heard.trade_no };
  } catch (error) {
    log.warn('gateway does not answer', { gateway: ready.gateway.name, error });
    return { verdict: 'unconfirmed' };
  }
}

async function askSoon({ id }: PaymentRow): Promise<void> {
  await db('payments')
    .where({ id })
    .whereIn('status', ['started', 'closed'])
    .update({ ask_due_at: fromNow(5 * SECOND) });
}
