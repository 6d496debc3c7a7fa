import { z } from 'zod';
import { DAY, fromNow, HOUR } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import type { OutgoingCallRow } from '../../platform/outgoing.ts';

const PAGE = 50;
/** Kept at least this long; what is older goes a day at a time. */
export const KEEP_DAYS = 400;

const text = z.string().trim().max(100).optional().default('');
const day = z
  .union([z.literal(''), z.iso.date()])
  .optional()
  .catch('')
  .default('');

/** What is asked of the call log, as it stands in the address. */
export const CallsAsked = z.object({
  bureau: text,
  action: text,
  /** A msg_code, or 'failed' for calls without a readable answer, or 'refused' for every other code than 0 to 3. */
  outcome: z.string().trim().max(20).optional().catch('').default(''),
  sequence: z
    .string()
    .trim()
    .regex(/^\d{1,15}$/)
    .optional()
    .or(z.literal(''))
    .catch('')
    .default(''),
  from: day,
  to: day,
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type CallsAsked = z.output<typeof CallsAsked>;

/** One page of calls to bureaus, the newest first, and where the next begins. */
export async function listCalls(
  asked: CallsAsked,
): Promise<{ calls: OutgoingCallRow[]; next: number | null }> {
  const query = wanted(asked)
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (asked.before) query.where('id', '<', asked.before);
  const rows = await query;
  const calls = rows.slice(0, PAGE);
  return { calls, next: rows.length > PAGE ? (calls.at(-1)?.id ?? null) : null };
}

const GOOD = ['msg_code 0', 'msg_code 1', 'msg_code 2', 'msg_code 3'];

function wanted({ bureau, action, outcome, sequence, from, to }: CallsAsked) {
  const query = db('outgoing_calls').where({ system: 'bureau' });
  if (bureau && sequence) query.where({ subject: `bureau:${bureau}#${sequence}` });
  else if (bureau)
    query.where((one) =>
      one
        .where({ subject: `bureau:${bureau}` })
        .orWhere('subject', 'like', `bureau:${escapeLike(bureau)}#%`),
    );
  else if (sequence) query.where('subject', 'like', `%#${sequence}`);
  if (action) query.where({ action });
  if (outcome === 'refused') query.whereNotIn('outcome', [...GOOD, 'failed']);
  else if (outcome === 'failed') query.where({ outcome });
  else if (outcome) query.where({ outcome: `msg_code ${outcome}` });
  if (from) query.where('at', '>=', startOf(from));
  if (to) query.where('at', '<', new Date(startOf(to).getTime() + DAY));
  return query;
}

export interface Hour {
  at: Date;
  calls: number;
  refused: number;
  failed: number;
  slowest_ms: number;
}

/** The last 24 hours: how many calls, how many refused or without an answer, and the slowest. */
export async function lastDay(db: Db): Promise<Hour[]> {
  const end = Math.ceil(fromNow(0).getTime() / HOUR) * HOUR;
  const start = new Date(end - DAY);
  const rows: { outcome: string; took_ms: number; at: Date }[] = await db('outgoing_calls')
    .where({ system: 'bureau' })
    .where('at', '>=', start)
    .select('outcome', 'took_ms', 'at');
  const hours = Array.from({ length: 24 }, (_, index) => emptyHour(start.getTime() + index * HOUR));
  for (const { outcome, took_ms, at } of rows) {
    const hour = hours[Math.floor((at.getTime() - start.getTime()) / HOUR)];
    if (!hour) continue;
    hour.calls++;
    if (outcome === 'failed') hour.failed++;
    else if (!GOOD.includes(outcome)) hour.refused++;
    hour.slowest_ms = Math.max(hour.slowest_ms, took_ms);
  }
  return hours;
}

function emptyHour(time: number): Hour {
  return { at: new Date(time), calls: 0, refused: 0, failed: 0, slowest_ms: 0 };
}

/** Takes away what is older than it must be kept, some thousands at a time. */
export async function forgetOldCalls(): Promise<void> {
  await db('outgoing_calls')
    .where('at', '<', fromNow(-KEEP_DAYS * DAY))
    .limit(5000)
    .delete();
}

function escapeLike(words: string): string {
  return words.replace(/[\\%_]/g, (char) => `\\${char}`);
}

function startOf(date: string): Date {
  return new Date(`${date}T00:00:00+08:00`);
}
