import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { AlarmRow } from './tables.ts';

/** Something about a bureau that a person must look at. */
export interface Alarm {
  id: number;
  bureau_name: string;
  code: string;
  words: string;
  raised_at: Date;
}

/** Raises an alarm; while one of the same code stands for this bureau, no second one is made. */
export async function raiseAlarm(
  db: Db,
  bureau_id: number,
  code: string,
  words: string,
): Promise<void> {
  await db('bureau_alarms')
    .insert({ bureau_id, code, open_key: `${bureau_id}:${code}`, words, raised_at: now() })
    .onConflict('open_key')
    .ignore();
}

/** Takes an alarm down: all of this bureau, or those of one code. */
export async function clearAlarms(db: Db, bureau_id: number, code?: string): Promise<void> {
  await db('bureau_alarms')
    .where({ bureau_id, ...(code ? { code } : {}) })
    .whereNotNull('open_key')
    .update({ open_key: null, cleared_at: now() });
}

/** Alarms that stand now, newest first. */
export function standingAlarms(db: Db): Promise<Alarm[]> {
  return withName(db).whereNotNull('bureau_alarms.open_key').orderBy('bureau_alarms.id', 'desc');
}

/** Alarms nobody was told of yet, oldest first. Who tells people marks them in the same transaction. */
export function unannouncedAlarms(db: Db, limit: number): Promise<Alarm[]> {
  return withName(db).whereNull('announced_at').orderBy('bureau_alarms.id').limit(limit);
}

/** false: somebody announced it already. */
export async function markAnnounced(trx: Db, id: number): Promise<boolean> {
  const marked = await trx('bureau_alarms')
    .where({ id })
    .whereNull('announced_at')
    .update({ announced_at: now() });
  return marked === 1;
}

export function alarmsOf(db: Db, bureau_id: number, limit = 20): Promise<AlarmRow[]> {
  return db('bureau_alarms').where({ bureau_id }).orderBy('id', 'desc').limit(limit);
}

function withName(db: Db) {
  return db('bureau_alarms')
    .join('bureaus', 'bureaus.id', 'bureau_alarms.bureau_id')
    .select<Alarm[]>(
      'bureau_alarms.id as id',
      'bureaus.name as bureau_name',
      'bureau_alarms.code as code',
      'bureau_alarms.words as words',
      'bureau_alarms.raised_at as raised_at',
    );
}
