import { DAY, fromNow } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { defineOwedWork } from '../platform/owed.ts';
import type { Schedule } from '../platform/schedule.ts';
import { beginNightly, goOnWithDue } from './reconcile/begin.ts';
import { refundJob } from './refunds/refund-job.ts';
import { sendDueRefunds } from './refunds/send-refund.ts';

export const jobs = [refundJob];

export const schedules: Schedule[] = [
  { name: 'payments.refunds', everySeconds: 15, run: () => sendDueRefunds() },
  { name: 'payments.reconcile', everySeconds: 15, run: goOnWithDue },
  { name: 'payments.nightly', everySeconds: 600, run: beginNightly },
  { name: 'payments.forget', everySeconds: 3600, run: forgetStrangers },
];

/** What strangers sent is kept for a month; what gateways said, for good. */
const STRANGERS_KEPT = 30 * DAY;
const STRANGE = ['unreadable', 'bad_signature', 'too_old'];

async function forgetStrangers(): Promise<void> {
  await db('payment_events')
    .whereIn('verdict', STRANGE)
    .where('at', '<', fromNow(-STRANGERS_KEPT))
    .limit(5000)
    .delete();
}

defineOwedWork('refunds', async (db) => {
  const row = await db('refunds').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row?.due_at ?? null;
});
