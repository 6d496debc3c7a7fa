import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { defineOwedWork } from '../platform/owed.ts';
import type { Schedule } from '../platform/schedule.ts';
import { moveJob, sweepMoves } from './address-moves/moves.ts';
import { sweepAgents } from './agents/pass-on.ts';
import { forgetRequests } from './api/idempotency.ts';
import { sweepReadings } from './drafts/readings.ts';
import { forgetOldAnswers } from './gate/note-answer.ts';
import { tellTasks } from './notices/tell-tasks.ts';
import { rematchSentences } from './reason-rules/sentences.ts';
import { applyResults } from './steps/apply-result.ts';
import { sweepSms } from './steps/bureau-steps.ts';
import { reportJob, sweepReports } from './steps/report-filing.ts';
import { runTransfer, sweepTransfers } from './transfer/jobs.ts';
import { sweepFiles } from './transfer/sweep-files.ts';
import { sweepWatch } from './watch/sweep.ts';
import { sendDigest } from './watch/tell-watch.ts';

export const jobs = [reportJob, runTransfer, moveJob];

/** Everything owed is found here from the rows alone: a lost queue costs half a minute. */
export const schedules: Schedule[] = [
  { name: 'filings.reports', everySeconds: 30, run: sweepReports },
  { name: 'filings.results', everySeconds: 10, run: async () => void (await applyResults()) },
  { name: 'filings.readings', everySeconds: 15, run: sweepReadings },
  { name: 'filings.sms', everySeconds: 60, run: sweepSms },
  { name: 'filings.address_moves', everySeconds: 60, run: sweepMoves },
  { name: 'filings.agents', everySeconds: 60, run: sweepAgents },
  { name: 'filings.tasks', everySeconds: 60, run: tellTasks },
  { name: 'filings.requests', everySeconds: 3600, run: forgetRequests },
  { name: 'filings.watch', everySeconds: 60, run: async () => void (await sweepWatch()) },
  { name: 'filings.watch_digest', everySeconds: 24 * 3600, run: sendDigest },
  { name: 'filings.gate_answers', everySeconds: 3600, run: forgetOldAnswers },
  { name: 'filings.sentences', everySeconds: 3600, run: rematchSentences },
  { name: 'filings.transfers', everySeconds: 15, run: sweepTransfers },
  { name: 'filings.transfer_files', everySeconds: 600, run: sweepFiles },
];

/** Hands every passed filing to its bureau and takes up every result: what the sweeps do, at once. */
export async function settleOwed(): Promise<void> {
  await sweepReports();
  await applyResults();
}

/** A filing that was passed and is not in line yet; one that is held until later is not overdue. */
defineOwedWork('reports', async (db: Db) => {
  const row = await db('filings')
    .where({ status: 'ready_to_report', tries: 0 })
    .where('next_try_at', '<=', now())
    .orderBy('next_try_at')
    .first('next_try_at');
  return row?.next_try_at ?? null;
});
