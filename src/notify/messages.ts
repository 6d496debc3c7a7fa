import { z } from 'zod';
import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { timeShown } from '../platform/present.ts';
import { unseal } from '../platform/seal.ts';
import type { NotificationRow } from './tables.ts';

const PAGE = 30;
const Words = z.object({ subject: z.string(), text: z.string() });

/** How many messages the person has not read. */
export async function unreadCount(db: Db, userId: number): Promise<number> {
  const row = await db('notifications')
    .where({ user_id: userId })
    .whereNull('read_at')
    .count<{ unread: number }[]>('* as unread')
    .first();
  return Number(row?.unread ?? 0);
}

/** One page of the person's messages, the newest first, and where the next one begins. */
export async function listMessages(
  db: Db,
  userId: number,
  wanted: { unread: boolean; before: number | null },
): Promise<{ messages: NotificationRow[]; next: number | null }> {
  const query = db('notifications')
    .where({ user_id: userId })
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (wanted.unread) query.whereNull('read_at');
  if (wanted.before) query.where('id', '<', wanted.before);
  const rows = await query;
  const messages = rows.slice(0, PAGE);
  return { messages, next: rows.length > PAGE ? (messages.at(-1)?.id ?? null) : null };
}

/** The person's own message; another's is not found. */
export async function messageFor(
  db: Db,
  userId: number,
  messageNo: string,
): Promise<NotificationRow | undefined> {
  return db('notifications').where({ user_id: userId, message_no: messageNo }).first();
}

/** Marks one message as read, or all that stand up to now. Gives how many were unread. */
export async function markRead(db: Db, userId: number, id?: number): Promise<number> {
  const query = db('notifications').where({ user_id: userId }).whereNull('read_at');
  if (id) query.where({ id });
  return query.update({ read_at: now() });
}

/** A message as its owner sees it. */
export function shownMessage(row: NotificationRow) {
  const json = unseal(row.content_sealed, `notifications.content:${row.message_no}`);
  const { subject, text } = Words.parse(JSON.parse(json));
  return {
    no: row.message_no,
    subject,
    text,
    link: row.link,
    time: timeShown(row.created_at, true),
    is_read: row.read_at !== null,
  };
}
