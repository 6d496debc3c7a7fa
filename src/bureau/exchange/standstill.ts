import { record, SYSTEM } from '../../audit/index.ts';
import { fromNow, MINUTE, now, SECOND } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/db.ts';
import { clearAlarms, raiseAlarm } from '../alarms.ts';
import { CUT_OFF, type Hold, TELLING_FAILURES, tellWaiting } from '../holds.ts';
import { updateFenced } from '../lease.ts';
import type { Round } from './context.ts';

/** Nothing more goes to this bureau until a person has looked: the row says so, an alarm rings, filings are told. */
export async function pause(round: Round, code: string, words: string): Promise<void> {
  const { bureau, lease, report } = round;
  const hold: Hold = { reason: `管局接口已暂停：${words}` };
  await inTransaction(async (trx) => {
    await updateFenced(trx, lease, { paused_at: now(), pause_reason: words.slice(0, 300) });
    await raiseAlarm(trx, bureau.id, code, words);
    await tellWaiting(trx, bureau.id, hold);
    await record(trx, SYSTEM, 'bureau.paused', `bureau:${bureau.name}`, { code });
  });
  report.held = hold;
}

/** Uploads wait until then; a wait of the same kind that follows another is not told to the filings again. */
export async function hold(
  round: Round,
  wait: { code: number; until: Date; words: string },
): Promise<void> {
  const { bureau, lease, report } = round;
  const told: Hold = { reason: wait.words, until: wait.until.toISOString() };
  await inTransaction(async (trx) => {
    await updateFenced(trx, lease, {
      held_until: wait.until,
      held_reason: wait.words.slice(0, 300),
      held_code: wait.code,
    });
    if (bureau.held_code !== wait.code) await tellWaiting(trx, bureau.id, told);
  });
  report.held = told;
}

/** No answer: the next round waits, twice as long each time; the fifth in a row rings the alarm. */
export async function noteNoAnswer(round: Round, words: string): Promise<void> {
  const { bureau, lease, report } = round;
  const failures = bureau.failures + 1;
  const { first_seconds, longest_minutes } = round.profile.pace.backoff;
  const wait = Math.min(first_seconds * SECOND * 2 ** (failures - 1), longest_minutes * MINUTE);
  const breaker_until = fromNow(wait);
  report.error = words;
  await inTransaction(async (trx) => {
    await updateFenced(trx, lease, {
      failures,
      breaker_until,
      last_error: words.slice(0, 300),
      last_error_at: now(),
    });
    if (failures === TELLING_FAILURES) {
      const told = { reason: CUT_OFF, until: breaker_until.toISOString() };
      await tellWaiting(trx, bureau.id, told);
    }
    if (failures >= 5) {
      await raiseAlarm(trx, bureau.id, 'unreachable', `连续 ${failures} 次连不上管局：${words}`);
    }
  });
}

/** The whole round went through: what was said of failures is over. */
export async function noteHealthy(round: Round): Promise<void> {
  await inTransaction(async (trx) => {
    await updateFenced(trx, round.lease, { failures: 0, breaker_until: null, last_ok_at: now() });
    if (round.bureau.failures > 0) await clearAlarms(trx, round.bureau.id, 'unreachable');
  });
}
