import { z } from 'zod';
import { SECOND } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { defineJob } from '../platform/jobs.ts';
import { log } from '../platform/log.ts';
import { forgetOldCalls } from '../platform/outgoing.ts';
import { defineOwedWork } from '../platform/owed.ts';
import type { Schedule } from '../platform/schedule.ts';
import { announceAlarms } from './announce-alarms.ts';
import { exchangeRound } from './exchange/exchange.ts';
import { forgetOldFiles } from './kept-files.ts';
import { claimTurn, dueBureaus } from './polling.ts';
import { ASK_EVERY_SECONDS, askWanted } from './status/ask.ts';
import { forgetOldAnswers } from './status/forget.ts';

/** One round with one bureau. It only hastens: the schedule below finds every bureau that is due. */
export const exchangeBureau = defineJob({
  name: 'bureau.exchange',
  data: z.object({ bureauId: z.number().int() }),
  attempts: 1,
  concurrency: 2,
  run: async ({ bureauId }) => {
    const { bureau, busy, error } = await exchangeRound(bureauId);
    if (error) log.warn('exchange', { bureau, busy, error });
  },
});

const TURN = 30 * SECOND;
const REDIS_PATIENCE = 2 * SECOND;

/** Starts a round with every bureau whose turn has come; with Redis away it runs right here. */
export async function startDueRounds(): Promise<void> {
  for (const bureau of await dueBureaus(db)) {
    if (!(await claimTurn(db, bureau, TURN))) continue;
    const data = { bureauId: bureau.id };
    if (!(await isEnqueued(data))) await exchangeBureau.run(data);
  }
}

/** false when Redis refuses or does not answer: Bull may wait for a connection for ever. */
async function isEnqueued(data: { bureauId: number }): Promise<boolean> {
  const enqueued = exchangeBureau.enqueue(data).then(
    () => true,
    () => false,
  );
  const timeout = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), REDIS_PATIENCE).unref();
  });
  return Promise.race([enqueued, timeout]);
}

export const jobs = [exchangeBureau];
export const schedules: Schedule[] = [
  { name: 'bureau.due', everySeconds: 10, run: startDueRounds },
  { name: 'bureau.alarms', everySeconds: 20, run: announceAlarms },
  {
    name: 'bureau.status',
    everySeconds: ASK_EVERY_SECONDS,
    run: async () => void (await askWanted()),
  },
  { name: 'bureau.old_calls', everySeconds: 3600, run: forgetOldCalls },
  { name: 'bureau.old_answers', everySeconds: 3600, run: forgetOldAnswers },
  { name: 'bureau.old_files', everySeconds: 600, run: forgetOldFiles },
];

/** A turn that nobody takes: the workers are gone or stuck. What waits for the bureau itself is not owed. */
defineOwedWork('bureaus', async (db) => {
  const [first] = await dueBureaus(db);
  if (!first) return null;
  const { wake_at, next_poll_at } = first;
  return wake_at && wake_at < next_poll_at ? wake_at : next_poll_at;
});
