import type { Db } from '../platform/db.ts';

/** How many messages the person has not read. */
export async function unreadCount(db: Db, userId: number): Promise<number> {
  const row = await db('notifications')
    .where({ user_id: userId })
    .whereNull('read_at')
    .count<{ unread: number }[]>('* as unread')
    .first();
  return Number(row?.unread ?? 0);
}
