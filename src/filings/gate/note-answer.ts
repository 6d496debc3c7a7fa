import { writeCounts } from '../../bureau/index.ts';
import { DAY, fromNow } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import type { GateAnswerRow } from '../tables.ts';

type Told = Omit<GateAnswerRow, 'id'>;

// Every answer is a row, but no answer waits for its own: what has come in the meantime goes in together.
let waiting: Told[] = [];
let writing: Promise<void> | undefined;
/** With the database away for long, memory is worth more than the oldest of them; each loss is told. */
const MOST_WAITING = 50_000;
const TOGETHER = 1000;
export const KEEP_DAYS = 400;

/** Notes an answer that was given; written within moments, together with those beside it. */
export function noteAnswer(told: Told): void {
  if (waiting.length >= MOST_WAITING) {
    log.error('answers of the gate are lost', { lost: TOGETHER });
    waiting = waiting.slice(TOGETHER);
  }
  waiting.push(told);
  writing ??= writeAll().finally(() => {
    writing = undefined;
  });
}

/** Until everything that was told is written; before the database is let go. */
export async function answersWritten(): Promise<void> {
  while (waiting.length > 0 || writing !== undefined) await writing;
  await writeCounts();
}

/** Takes away what is older than it must be kept. */
export async function forgetOldAnswers(): Promise<void> {
  await db('gate_answers')
    .where('at', '<', fromNow(-KEEP_DAYS * DAY))
    .limit(5000)
    .delete();
}

async function writeAll(): Promise<void> {
  while (waiting.length > 0) {
    const rows = waiting.slice(0, TOGETHER);
    try {
      await db('gate_answers').insert(rows);
      const written = new Set(rows);
      waiting = waiting.filter((row) => !written.has(row));
    } catch (error) {
      log.warn('answers of the gate wait for the database', { error });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
