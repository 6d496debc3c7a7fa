import knex, { type Knex } from 'knex';
import { databaseConfig } from './database-config.ts';
import { env } from './env.ts';
import { log } from './log.ts';

/** The pool or a transaction: every query function takes one as its first argument. */
export type Db = Knex;
export const db: Db = knex(databaseConfig(env.DATABASE_URL));

/** Takes a step to run once the transaction is through; the row says what is owed, so a step that is lost is only late. */
export type After = (step: () => Promise<unknown>) => void;

/**
 * Runs `work` in a transaction, again from the start when the database reports a deadlock or a lost race for a lock.
 * What it hands to `after` runs once the commit is through, and never undoes it.
 */
export async function inTransaction<T>(work: (trx: Db, after: After) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const steps: (() => Promise<unknown>)[] = [];
    try {
      const result = await db.transaction((trx) => work(trx, (step) => steps.push(step)));
      await Promise.all(steps.map(hasten));
      return result;
    } catch (error) {
      if (attempt >= 5 || !isRetryable(error)) throw error;
    }
  }
}

/** The row says what is owed: a step that fails is only late. */
async function hasten(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    log.warn('left to the sweep', { error });
  }
}

/** What LIKE takes for all texts that begin so: '5%' -> '5\\%%'. */
export function likeStart(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function errno(error: unknown): number {
  return typeof error === 'object' && error !== null && 'errno' in error ? Number(error.errno) : 0;
}

/** Deadlock, lock wait time-out, or a cluster's certification conflict: the whole transaction may be run again. */
function isRetryable(error: unknown): boolean {
  return [1213, 1205, 1020].includes(errno(error));
}

/** A unique key refused the row: somebody was first. */
export function isDuplicate(error: unknown): boolean {
  return errno(error) === 1062;
}
