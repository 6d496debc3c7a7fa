import { DAY, fromNow, now } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import type { Schedule } from '../platform/schedule.ts';

/** Sessions are kept as long as network logs must be: six months. */
const KEEP_SESSIONS = 190 * DAY;

export const schedules: Schedule[] = [
  { name: 'accounts.clear', everySeconds: 3600, run: clearOld },
];

/** Removes what has run out. */
async function clearOld(): Promise<void> {
  await db('account_attempts').where('ends_at', '<=', now()).delete();
  await db('kept_forms').where('expires_at', '<=', now()).delete();
  await db('password_links')
    .where('expires_at', '<', fromNow(-30 * DAY))
    .delete();
  await db('sessions').where('seen_at', '<', fromNow(-KEEP_SESSIONS)).delete();
}
