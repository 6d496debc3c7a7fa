import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { type CheckName, CODES, type Found, isDamped, type Look, levelOf } from './codes.ts';
import type { FindingRow, WatchedRow } from './tables.ts';

const LOOKS_OF_DAMPED = 2;

/**
 * Takes up what a look at one check found: what is new begins, what is gone ends; of networks and pages only when it
 * is so twice in a row. `undefined` changes nothing. Gives the findings that people are to be told of now. To be
 * called with the domain's row locked.
 */
export async function noteLook(
  trx: Db,
  watched: Pick<WatchedRow, 'id'>,
  check_name: CheckName,
  look: Look,
): Promise<FindingRow[]> {
  if (look === undefined) return [];
  const open = await openFindings(trx, watched.id, check_name);
  for (const finding of open) {
    const again = look.find(({ code }) => code === finding.code);
    if (again) await seenAgain(trx, finding, again);
    else await missed(trx, finding);
  }
  for (const found of look)
    if (!open.some(({ code }) => code === found.code)) await begin(trx, watched.id, found);
  return dueToTell(trx, watched.id, check_name);
}

function openFindings(trx: Db, watched_id: number, check_name?: CheckName): Promise<FindingRow[]> {
  return trx('watch_findings')
    .where({ watched_id, ...(check_name && { check_name }) })
    .whereNotNull('open_key')
    .orderBy('id');
}

async function begin(trx: Db, watched_id: number, { code, stage, evidence }: Found) {
  const check_name = CODES[code].check;
  await trx('watch_findings').insert({
    ...{ watched_id, check_name, code, stage, level: levelOf(code, stage) },
    ...{ open_key: `${watched_id}:${code}`, evidence: evidence.slice(0, 1000) },
    ...{ seen: 1, missed: 0, told_stage: 0, since: now(), seen_at: now() },
    confirmed_at: isDamped(check_name) ? null : now(),
  });
}

async function seenAgain(trx: Db, finding: FindingRow, { code, stage, evidence }: Found) {
  const seen = finding.seen + 1;
  const sure = finding.confirmed_at ?? (seen >= LOOKS_OF_DAMPED ? now() : null);
  await trx('watch_findings')
    .where({ id: finding.id })
    .update({
      ...{ seen, missed: 0, seen_at: now(), confirmed_at: sure, stage },
      ...{ level: levelOf(code, stage), evidence: evidence.slice(0, 1000) },
    });
}

/** A flicker leaves no trace; what was confirmed ends and stays as history. */
async function missed(trx: Db, { id, check_name, confirmed_at, missed: before }: FindingRow) {
  const row = trx('watch_findings').where({ id });
  if (confirmed_at === null) return row.delete();
  const count = before + 1;
  const ends = count >= (isDamped(check_name) ? LOOKS_OF_DAMPED : 1);
  const end = ends ? { open_key: null, cleared_at: now() } : {};
  return row.update({ missed: count, ...end });
}

/** Confirmed, not put aside, and graver than when people were told last; marked as told. */
async function dueToTell(
  trx: Db,
  watched_id: number,
  check_name: CheckName,
): Promise<FindingRow[]> {
  const open = await openFindings(trx, watched_id, check_name);
  const due = open.filter(
    (one) => one.confirmed_at !== null && !isMuted(one) && one.stage > one.told_stage,
  );
  for (const { id, stage } of due)
    await trx('watch_findings').where({ id }).update({ told_stage: stage });
  return due;
}

export function isMuted({ muted_until }: Pick<FindingRow, 'muted_until'>): boolean {
  return muted_until !== null && muted_until > now();
}

/** The gravest of what stands confirmed and is not put aside; 0: all is well. */
export async function levelNow(trx: Db, watched_id: number): Promise<number> {
  const open = await openFindings(trx, watched_id);
  const counted = open.filter((one) => one.confirmed_at !== null && !isMuted(one));
  return Math.max(0, ...counted.map(({ level }) => level));
}

/** Ends all that stands: the domain is no longer watched. */
export async function clearAll(trx: Db, watched_id: number): Promise<void> {
  await trx('watch_findings')
    .where({ watched_id })
    .whereNotNull('open_key')
    .update({ open_key: null, cleared_at: now() });
}
