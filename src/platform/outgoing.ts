import { DAY, fromNow, now } from './clock.ts';
import { db } from './db.ts';
import { spellMessage } from './spell-error.ts';

export interface OutgoingCall {
  /** 'bureau', 'mail', 'sms' … */
  system: string;
  action: string;
  /** Host and path, never a query string. */
  target: string;
  /** Our own number of what it is about ("BA…", "bureau:zj#12"), never a personal datum. */
  subject?: string;
  /** What it carries, by the names of the wire: secrets and personal data masked, large values as their size. */
  details?: Record<string, string>;
}

/**
 * Runs one call to an outside system and records it: to whom, what, how it ended, how long it took.
 * `outcomeOf` turns the answer into a short word ("msg_code 0"); a thrown error is recorded and thrown on.
 */
export async function recordedCall<T>(
  call: OutgoingCall,
  run: () => Promise<T>,
  outcomeOf: (answer: T) => string = () => 'ok',
): Promise<T> {
  const started = performance.now();
  try {
    const answer = await run();
    await record(call, outcomeOf(answer), null, started);
    return answer;
  } catch (error) {
    await record(call, 'failed', spellMessage(error).slice(0, 500), started);
    throw error;
  }
}

async function record(
  call: OutgoingCall,
  outcome: string,
  detail: string | null,
  started: number,
): Promise<void> {
  const took_ms = Math.round(performance.now() - started);
  await db('outgoing_calls').insert({
    system: call.system,
    action: call.action,
    target: call.target.slice(0, 300),
    subject: call.subject ?? null,
    outcome: outcome.slice(0, 50),
    detail,
    details_json: call.details ? JSON.stringify(call.details).slice(0, 2000) : null,
    took_ms,
    at: now(),
  });
}

/** Kept this long: at least 180 days are owed. */
export const CALLS_KEPT_DAYS = 400;

/** Takes away what is older than it must be kept, some thousands at a time. */
export async function forgetOldCalls(): Promise<void> {
  await db('outgoing_calls')
    .where('at', '<', fromNow(-CALLS_KEPT_DAYS * DAY))
    .limit(5000)
    .delete();
}

export interface OutgoingCallRow {
  id: number;
  system: string;
  action: string;
  target: string;
  subject: string | null;
  outcome: string;
  detail: string | null;
  details_json: string | null;
  took_ms: number;
  at: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    outgoing_calls: import('knex').Knex.CompositeTableType<
      OutgoingCallRow,
      Omit<OutgoingCallRow, 'id'>
    >;
  }
}
