import { DAY, fromNow, HOUR, now, SECOND, shownDay } from '../../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../../platform/db.ts';
import { dayStart } from '../list/filter.ts';
import { countDay } from './count-days.ts';
import { countHours } from './count-hours.ts';

/** Hours are looked at on the dashboard, which goes back a week; days are kept for good. */
const HOURS_KEPT = 40 * DAY;
/** A shop that moves in brings years: so long they are counted in one go, the rest in the next. */
const LONGEST_GO = 20 * SECOND;

/**
 * Brings the sums up to the present hour, from the last hour that was counted: that one was not over, and what was
 * being committed in it is found now.
 */
export async function refreshSums(): Promise<void> {
  const until = Date.now() + LONGEST_GO;
  let from = await firstToCount(db);
  while (from && from <= now() && Date.now() < until) from = await countFrom(from);
  await db('shop_hours').where('hour_at', '<', fromNow(-HOURS_KEPT)).limit(5000).delete();
}

const hourStart = (at: Date) => new Date(Math.floor(at.getTime() / HOUR) * HOUR);

async function firstToCount(db: Db): Promise<Date | undefined> {
  const counted = await db('shop_hours')
    .where({ variant_id: 0 })
    .orderBy('hour_at', 'desc')
    .first('hour_at');
  if (counted) return new Date(counted.hour_at.getTime() - HOUR);
  const first = await db('orders').orderBy('created_at').first('created_at');
  return first && hourStart(first.created_at);
}

/** Counts to the end of the day in Beijing, or to the end of the present hour; gives where to go on. */
async function countFrom(from: Date): Promise<Date> {
  const day = shownDay(from);
  const midnight = dayStart(day, DAY) ?? from;
  const soon = new Date(hourStart(now()).getTime() + HOUR);
  const until = midnight < soon ? midnight : soon;
  await inTransaction(async (trx) => {
    await countHours(trx, { from, until });
    await countDay(trx, day);
  });
  return until;
}
