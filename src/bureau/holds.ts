import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { hoursOf, nextOpening } from './bureaus/hours.ts';
import { addResult } from './results.ts';
import type { BureauRow } from './tables.ts';

/** A single failure is over in half a minute: filings hear of the third in a row. */
export const TELLING_FAILURES = 3;
export const CUT_OFF = '暂时连不上管局，系统会自动重试';

/** Why nothing goes up at the moment, in plain words; `until` (ISO 8601) is left out when nobody knows. */
export interface Hold {
  reason: string;
  until?: string;
}

/** The reason for which reports wait now; undefined: they go. */
export function currentHold(bureau: BureauRow): Hold | undefined {
  const { breaker_until, failures } = bureau;
  const isCutOff = breaker_until && breaker_until > now() && failures >= TELLING_FAILURES;
  return (
    holdWithin(bureau) ??
    (isCutOff ? { reason: CUT_OFF, until: breaker_until.toISOString() } : undefined)
  );
}

/** As currentHold, for a round that is under way: a breaker that let it start is no reason to stop. */
export function holdWithin(bureau: BureauRow): Hold | undefined {
  const at = now();
  if (bureau.paused_at) {
    return { reason: `管局接口已暂停：${bureau.pause_reason ?? '由操作员暂停'}` };
  }
  if (bureau.held_until && bureau.held_until > at) {
    return { reason: bureau.held_reason ?? '管局暂不受理', until: bureau.held_until.toISOString() };
  }
  const opening = nextOpening(hoursOf(bureau), at);
  if (opening) {
    return { reason: `管局只在 ${hoursOf(bureau)} 接收报备`, until: opening.toISOString() };
  }
  return undefined;
}

/** Tells every filing that is in line at this bureau why it waits. */
export async function tellWaiting(trx: Db, bureau_id: number, hold: Hold): Promise<void> {
  const waiting = await trx('bureau_records')
    .where({ bureau_id })
    .whereIn('status', ['queued', 'frozen'])
    .select('subject', 'record_no');
  for (const { subject, record_no } of waiting) {
    await addResult(trx, bureau_id, subject, { kind: 'held', ...hold }, record_no);
  }
}
