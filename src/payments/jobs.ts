import { defineOwedWork } from '../platform/owed.ts';
import type { Schedule } from '../platform/schedule.ts';
import { forgetStrangers } from './pay/strangers.ts';
import { beginNightly, goOnWithDue } from './reconcile/begin.ts';
import { refundJob } from './refunds/refund-job.ts';
import { sendDueRefunds } from './refunds/send-refund.ts';

export const jobs = [refundJob];

export const schedules: Schedule[] = [
  { name: 'payments.refunds', everySeconds: 15, run: () => sendDueRefunds() },
  { name: 'payments.reconcile', everySeconds: 15, run: goOnWithDue },
  { name: 'payments.nightly', everySeconds: 600, run: beginNightly },
  { name: 'payments.forget', everySeconds: 600, run: () => forgetStrangers() },
];

defineOwedWork('refunds', async (db) => {
  const row = await db('refunds').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row?.due_at ?? null;
});
