import { fromNow, MINUTE, now, SECOND } from '../platform/clock.ts';
import { type Db, db } from '../platform/db.ts';
import { readSetting } from '../platform/settings.ts';
import { hoursOf, nextOpening } from './bureaus/hours.ts';
import { pollSetting } from './bureaus/settings.ts';
import type { Pace } from './profile/pace-document.ts';
import { profileOf } from './profile/profiles.ts';
import type { BureauRow } from './tables.ts';

/** Bureaus that are due for a round and that nobody is at, oldest first. */
export function dueBureaus(db: Db): Promise<BureauRow[]> {
  return db('bureaus')
    .whereNull('paused_at')
    .where((due) => due.where('next_poll_at', '<=', now()).orWhere('wake_at', '<=', now()))
    .where((closed) => closed.whereNull('breaker_until').orWhere('breaker_until', '<=', now()))
    .where((free) => free.whereNull('lease_until').orWhereRaw('lease_until < utc_timestamp(3)'))
    .orderBy('next_poll_at');
}

/** Moves the bureau's next turn a little on, so that one round is started, not many; false: somebody else did. */
export async function claimTurn(db: Db, bureau: BureauRow, againInMs: number): Promise<boolean> {
  const claimed = await db('bureaus')
    .where({ id: bureau.id, next_poll_at: bureau.next_poll_at })
    .update({ next_poll_at: fromNow(againInMs), wake_at: null });
  return claimed === 1;
}

/** When a bureau is to be asked again: soon while something has just moved, later when all is quiet. */
export async function nextTurn(bureau: BureauRow, isMoreWaiting: boolean): Promise<Date> {
  const opening = nextOpening(hoursOf(bureau), now());
  if (opening) return opening;
  if (bureau.breaker_until && bureau.breaker_until > now()) return bureau.breaker_until;
  if (isMoreWaiting) return now();
  // A rehearsal has no rush to fear, and somebody who waits before the page.
  if (bureau.is_sandbox) return fromNow(5 * SECOND);
  const polling = await pollingOf(bureau);
  const quietFor = now().getTime() - (bureau.last_traffic_at?.getTime() ?? 0);
  if (quietFor < polling.busy_for_minutes * MINUTE) {
    return fromNow(polling.busy_every_minutes * MINUTE);
  }
  const everyMinutes = (await isAwaiting(bureau.id))
    ? polling.waiting_every_minutes
    : polling.quiet_every_minutes;
  const regular = fromNow(everyMinutes * MINUTE);
  const held = bureau.held_until;
  return held && held > now() && held < regular ? held : regular;
}

/** The setting, where there is one, else the interface profile. */
async function pollingOf(bureau: BureauRow): Promise<Pace['polling']> {
  const set = await readSetting(pollSetting);
  const { polling } = (await profileOf(db, bureau)).pace;
  return {
    busy_for_minutes: set.busy_for_minutes ?? polling.busy_for_minutes,
    busy_every_minutes: set.busy_every_minutes ?? polling.busy_every_minutes,
    waiting_every_minutes: set.waiting_every_minutes ?? polling.waiting_every_minutes,
    quiet_every_minutes: set.quiet_every_minutes ?? polling.quiet_every_minutes,
  };
}

/** Does a record wait for its first word, or has one been sent lately that may still get its last? */
async function isAwaiting(bureau_id: number): Promise<boolean> {
  const waiting = await db('bureau_records')
    .where({ bureau_id })
    .whereIn('status', ['queued', 'frozen', 'accepted'])
    .first('id');
  return waiting !== undefined;
}
