import { db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import type { GateAnswerRow } from '../tables.ts';

type Told = Omit<GateAnswerRow, 'id'>;

// Every answer is a row, but no answer waits for its own: what has come in the meantime goes in together.
let waiting: Told[] = [];
let writing: Promise<void> | undefined;
const MOST_WAITING = 50_000;

/** Notes an answer that was given; written within moments, together with those beside it. */
export function noteAnswer(told: Told): void {
  if (waiting.length >= MOST_WAITING) return;
  waiting.push(told);
  writing ??= writeAll().finally(() => {
    writing = undefined;
  });
}

/** Until everything that was told is written. */
export async function answersWritten(): Promise<void> {
  while (waiting.length > 0 || writing !== undefined) await writing;
}

async function writeAll(): Promise<void> {
  while (waiting.length > 0) {
    const rows = waiting.slice(0, 1000);
    try {
      await db('gate_answers').insert(rows);
      waiting = waiting.slice(rows.length);
    } catch (error) {
      log.warn('answers of the gate wait for the database', { error });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
