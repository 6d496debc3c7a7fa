import { DAY } from '../platform/clock.ts';
import { type Db, likeStart } from '../platform/db.ts';
import type { AuditEntryRow } from './tables.ts';

const PAGE = 50;

export interface EntriesWanted {
  /** The beginning of an action: "account." or "filing.submitted". */
  action: string;
  /** Exactly "filing:BA…". */
  subject: string;
  actor_id: number | null;
  /** Days in Asia/Shanghai, both included. */
  from: string;
  to: string;
  /** Only entries with a smaller id: the page after this one. */
  before: number | null;
}

/** One page of entries, the newest first, and where the next one begins. */
export async function listEntries(
  db: Db,
  wanted: EntriesWanted,
): Promise<{ entries: AuditEntryRow[]; next: number | null }> {
  const query = db('audit_entries')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (wanted.action) query.where('action', 'like', likeStart(wanted.action));
  if (wanted.subject) query.where({ subject: wanted.subject });
  if (wanted.actor_id) query.where({ actor_id: wanted.actor_id });
  if (wanted.from) query.where('at', '>=', startOf(wanted.from));
  if (wanted.to) query.where('at', '<', new Date(startOf(wanted.to).getTime() + DAY));
  if (wanted.before) query.where('id', '<', wanted.before);
  const rows = await query;
  const entries = rows.slice(0, PAGE);
  return { entries, next: rows.length > PAGE ? (entries.at(-1)?.id ?? null) : null };
}

export async function entryNumbered(db: Db, entryNo: string): Promise<AuditEntryRow | undefined> {
  return db('audit_entries').where({ entry_no: entryNo }).first();
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
