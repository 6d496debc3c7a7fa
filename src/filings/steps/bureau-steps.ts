import { type Actor, SYSTEM } from '../../audit/index.ts';
import { fromNow, HOUR, now, shownTime } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { ADDING } from '../kinds/names.ts';
import { bureauDue } from '../pace/pace.ts';
import { filingFor } from '../queries.ts';
import { needsSms, SMS_FACTS } from '../reasons/index.ts';
import type { FilingRow } from '../tables.ts';
import { type After, tellCustomer } from '../tell.ts';
import type { Customer } from './create-filing.ts';
import { advance, type FilingStatus, type Standing, type Step } from './status.ts';

/** The verification SMS is to be answered within this time of the bureau's taking the filing. */
const SMS_TIME = SMS_FACTS.hours * HOUR;
const REMIND_BEFORE = 4 * HOUR;
/** V3.0 has no word for a verification that succeeded: when no refusal came so long after its end, it did. */
const GRACE = 2 * HOUR;

const WAY: readonly FilingStatus[] = ['reporting', 'sms_pending', 'bureau_review', 'approved'];
const EVENTS = {
  sms_pending: 'accepted',
  bureau_review: 'sms_passed',
  approved: 'approved',
} as const;
type Reached = keyof typeof EVENTS;

/** Some requests need no SMS; and not all of them end with a number. */
function eventOf(row: FilingRow, from: FilingStatus, to: Reached): string {
  if (to === 'bureau_review' && from === 'reporting') return EVENTS.sms_pending;
  return to === 'approved' && !ADDING.includes(row.kind) ? 'completed' : EVENTS[to];
}

/** Who speaks in the results of a bureau. */
export const BUREAU: Actor = { kind: 'system', id: null, name: '通信管理局' };

/**
 * Brings a reported filing to where the bureau's word shows it to be, through the steps between: results
 * may come out of order, or one may have been lost. A filing that is there or elsewhere is left alone: false.
 * Whoever is to reach the SMS and needs none goes on to the officers.
 */
export async function reachStatus(
  trx: Db,
  after: After,
  row: FilingRow,
  { to, at, patch = {} }: { to: Reached; at: Date; patch?: Step['patch'] },
): Promise<boolean> {
  const bySms = needsSms(openForm(row));
  const aim = to === 'sms_pending' && !bySms ? 'bureau_review' : to;
  const way = WAY.filter((status) => bySms || status !== 'sms_pending');
  const [from, goal] = [way.indexOf(row.status), way.indexOf(aim)];
  if (from < 0 || from >= goal) return false;
  let standing: Standing = row;
  for (const next of way.slice(from + 1, goal + 1)) {
    if (!isReached(next)) continue;
    const event = eventOf(row, standing.status, next);
    const own = next === aim ? patch : {};
    standing = await stepTo(trx, standing, { to: next, event, at, patch: own });
  }
  if (aim !== 'sms_pending') return true;
  const until = shownTime(smsDue(at)).slice(0, 16);
  await tellCustomer(trx, after, row, 'filing.sms_pending', { until });
  return true;
}

function isReached(status: FilingStatus): status is Reached {
  return Object.hasOwn(EVENTS, status);
}

const smsDue = (at: Date) => new Date(at.getTime() + SMS_TIME);

async function stepTo(
  trx: Db,
  standing: Standing,
  { to, event, at, patch }: { to: Reached; event: string; at: Date; patch: Step['patch'] },
): Promise<Standing> {
  const step = { to, event, actor: BUREAU };
  const unheld = { held_reason: null, held_until: null };
  if (to === 'sms_pending') {
    const sms = { sms_due_at: smsDue(at), sms_reminded_at: null };
    const own = { ...unheld, ...sms, ...patch };
    return advance(trx, standing, { ...step, expected_at: sms.sms_due_at, patch: own });
  }
  const own = { ...unheld, ...patch };
  if (to === 'bureau_review')
    return advance(trx, standing, { ...step, ...(await reviewTime()), patch: own });
  return advance(trx, standing, { ...step, patch: own });
}

async function reviewTime(): Promise<{ expected_at: Date }> {
  return { expected_at: await bureauDue() };
}

/** The customer says that the SMS verification is done: no more reminders, the bureau reviews. */
export async function smsDone(customer: Customer, filing_no: string): Promise<void> {
  const row = must(await filingFor(db, customer.id, filing_no), '备案');
  await inTransaction(async (trx) => {
    await advance(trx, row, {
      to: 'bureau_review',
      event: 'sms_done',
      actor: customer.actor,
      ...(await reviewTime()),
    });
  });
}

/** Reminds of verifications that end soon, and moves on those whose end passed without a refusal. */
export async function sweepSms(): Promise<void> {
  const pending = db('filings').where({ status: 'sms_pending' }).limit(200);
  const ending = pending
    .clone()
    .whereNull('sms_reminded_at')
    .whereBetween('sms_due_at', [now(), fromNow(REMIND_BEFORE)]);
  for (const row of await ending) await remind(row);
  for (const row of await pending.where('sms_due_at', '<', fromNow(-GRACE))) await presume(row);
}

async function remind(row: FilingRow): Promise<void> {
  await inTransaction(async (trx, after) => {
    const first = await trx('filings')
      .where({ id: row.id, status: 'sms_pending', sms_reminded_at: null })
      .update({ sms_reminded_at: now() });
    if (first !== 1 || !row.sms_due_at) return;
    const until = shownTime(row.sms_due_at).slice(0, 16);
    await tellCustomer(trx, after, row, 'filing.sms_expiring', { until });
  });
}

/** Somebody else may be quicker (a result, the customer): then the filing has moved, and the sweep sees it no more. */
async function presume(row: FilingRow): Promise<void> {
  await inTransaction(async (trx) => {
    const latest = await trx('filings').where({ id: row.id }).forUpdate().first();
    if (latest?.status !== 'sms_pending' || latest.version !== row.version) return;
    await advance(trx, latest, {
      to: 'bureau_review',
      event: 'sms_presumed',
      actor: SYSTEM,
      ...(await reviewTime()),
    });
  });
}
