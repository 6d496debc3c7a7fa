import { z } from 'zod';
import { DAY, fromNow, HOUR } from '../../platform/clock.ts';
import { type Db, db, likeStart } from '../../platform/db.ts';
import type { OutgoingCallRow } from '../../platform/outgoing.ts';

const PAGE = 50;

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
        .orWhere('subject', 'like', likeStart(`bureau:${bureau}#`)),
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
  const rows: { hour: number; outcome: string; calls: number; slowest_ms: number }[] = await db(
    'outgoing_calls',
  )
    .where({ system: 'bureau' })
    .where('at', '>=', start)
    .groupByRaw('hour, outcome')
    .select(
      db.raw('timestampdiff(hour, ?, at) as hour', [start]),
      'outcome',
      db.raw('count(*) as calls'),
      db.raw('max(took_ms) as slowest_ms'),
    );
  const hours = Array.from({ length: 24 }, (_, index) => emptyHour(start.getTime() + index * HOUR));
  for (const { hour, outcome, calls, slowest_ms } of rows) {
    const place = hours[Number(hour)];
    if (!place) continue;
    place.calls += Number(calls);
    if (outcome === 'failed') place.failed += Number(calls);
    else if (!GOOD.includes(outcome)) place.refused += Number(calls);
    place.slowest_ms = Math.max(place.slowest_ms, slowest_ms);
  }
  return hours;
}

function emptyHour(time: number): Hour {
  return { at: new Date(time), calls: 0, refused: 0, failed: 0, slowest_ms: 0 };
}

function startOf(date: string): Date {
  return new Date(`${date}T00:00:00+08:00`);
}
