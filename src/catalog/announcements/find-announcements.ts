import type { Db } from '../../platform/db.ts';

const MOST_SHOWN = 3;

/** What the shop says now, the newest first. */
export async function announcementsNow(db: Db, at: Date) {
  const rows = await db('announcements')
    .where({ is_on: true })
    .where((from) => from.whereNull('starts_at').orWhere('starts_at', '<=', at))
    .where((until) => until.whereNull('ends_at').orWhere('ends_at', '>', at))
    .orderBy('id', 'desc')
    .limit(MOST_SHOWN);
  return rows.map(({ title, body, tone }) => ({ title, body, tone }));
}
