import { DAY, fromNow, MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { seal } from '../../platform/seal.ts';
import type { Callback, Verdict } from '../gateways/gateway.ts';
import { contentOf, placeOf } from './events.ts';

// Whoever knows the address of a callback may send to it: what carries no right signature must not fill a disk.

const STRANGE: readonly Verdict[] = ['unreadable', 'bad_signature', 'too_old'];
/** Longer than what any gateway sends, so that a wrong key can be seen in it. */
const MOST_CHARS = 4000;
const KEPT_MS = 30 * DAY;
const MOST_KEPT = 10_000;
/** So many a minute are kept by this process; the others are answered and forgotten. */
const MOST_A_MINUTE = 120;
const PER_STATEMENT = 5000;

const isStrange = (verdict: Verdict): boolean => STRANGE.includes(verdict);

let minute = 0;
let seen = 0;

function isOneTooMany(): boolean {
  const at = Math.floor(Date.now() / MINUTE);
  if (at !== minute) [minute, seen] = [at, 0];
  return ++seen > MOST_A_MINUTE;
}

/** Shortens a stranger's event, or takes it away when there are too many; whether it is worth a line of the log. */
export async function keepLittle(
  event_no: string,
  verdict: Verdict,
  callback: Callback,
): Promise<boolean> {
  if (!isStrange(verdict)) return true;
  if (isOneTooMany()) {
    await db('payment_events').where({ event_no }).delete();
    return false;
  }
  const { query, body } = callback;
  if (query.length + body.length <= MOST_CHARS) return true;
  const short = { query: query.slice(0, MOST_CHARS / 2), body: body.subarray(0, MOST_CHARS / 2) };
  const content = { ...contentOf({ ...callback, ...short }), is_cut: true };
  const content_sealed = seal(JSON.stringify(content), placeOf(event_no));
  await db('payment_events').where({ event_no }).update({ content_sealed });
  return true;
}

/** What strangers sent is kept for a month, and the newest only; what gateways said, for good. */
export async function forgetStrangers(mostKept = MOST_KEPT): Promise<void> {
  const strangers = () => db('payment_events').whereIn('verdict', STRANGE);
  const over = await strangers().orderBy('id', 'desc').offset(mostKept).first('id');
  for (let gone = PER_STATEMENT; gone === PER_STATEMENT; )
    gone = await strangers()
      .where((old) => old.where('at', '<', fromNow(-KEPT_MS)).orWhere('id', '<=', over?.id ?? 0))
      .limit(PER_STATEMENT)
      .delete();
}
