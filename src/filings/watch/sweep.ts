import { fromNow, MINUTE, now, SECOND } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { attachFiled } from './attach.ts';
import { watchSetting } from './settings.ts';
import type { WatchedRow } from './tables.ts';
import { takeLook } from './take-look.ts';

/** Whoever is killed in the middle of a look loses nothing: the row is due again after this. */
const CLAIM = 15 * MINUTE;
const AT_ONCE = 5;
/** A round ends within its minute. */
const LONGEST = 45 * SECOND;

/** Looks at what is due, some at once, as many as fit a round. Gives how many were looked at. */
export async function sweepWatch(): Promise<number> {
  const { is_on, per_round } = await readSetting(watchSetting);
  if (!is_on) return 0;
  await attachFiled(db);
  const due = await dueRows(db, per_round);
  const end = Date.now() + LONGEST;
  let looked = 0;
  const work = async () => {
    for (let row = due.shift(); row && Date.now() < end; row = due.shift())
      if (await claimAndLook(row)) looked++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return looked;
}

export function dueRows(db: Db, limit: number): Promise<WatchedRow[]> {
  return db('watched_domains')
    .where('next_check_at', '<=', now())
    .orderBy('next_check_at')
    .limit(limit);
}

async function claimAndLook(row: WatchedRow): Promise<boolean> {
  const until = fromNow(CLAIM);
  const claimed = await db('watched_domains')
    .where({ id: row.id, next_check_at: row.next_check_at })
    .update({ next_check_at: until });
  if (claimed !== 1) return false;
  try {
    await takeLook(row, until);
    return true;
  } catch (error) {
    log.error('a watched domain could not be looked at', { watch_no: row.watch_no, error });
    return false;
  }
}
