import { createHash } from 'node:crypto';
import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import type { ProfileRow } from '../tables.ts';
import { documentOf } from './profiles.ts';
import { readProfile, SHIPPED_NAME, shippedText } from './read.ts';
import { profileSetting } from './settings.ts';

export interface NewVersion {
  name: string;
  /** JSON as it was typed; a broken one may be kept as a draft, but never activated. */
  document_json: string;
  note: string;
  source: 'shipped' | 'console';
}

/** Keeps a new version and gives its number. Two at once would get the same one: the second is a duplicate, and throws. */
export async function addVersion(
  trx: Db,
  { name, document_json, note, source }: NewVersion,
  actor: Actor | null,
): Promise<number> {
  const newest = await trx('bureau_profiles').where({ name }).max({ version: 'version' }).first();
  const version = Number(newest?.version ?? 0) + 1;
  await trx('bureau_profiles').insert({
    name,
    version,
    document_json,
    document_hash: hashOf(document_json),
    source,
    status: 'draft',
    note,
    made_by: userId(actor),
    made_at: now(),
  });
  if (actor) await record(trx, actor, 'profile.saved', `profile:${name}`, { version });
  return version;
}

/**
 * Puts a version in force, and an earlier one out. Throws a UserError when it is broken, gone, or somebody else has
 * activated another in between (`seen` is the version that was in force when the page was made).
 */
export async function activate(
  trx: Db,
  { name, version, seen }: { name: string; version: number; seen: number | null },
  actor: Actor | null,
): Promise<void> {
  const row = await trx('bureau_profiles').where({ name, version }).forUpdate().first();
  if (!row) throw new UserError('not_found', '没有这个版本');
  if (await needsAnother(row, actor))
    throw new UserError('forbidden', '接口配置由两人完成：请由保存这个版本以外的人启用');
  const read = readProfile(documentOf(row));
  if (!read.ok) {
    const first = read.faults[0];
    throw new UserError(
      'unprocessable',
      `这个版本还有 ${read.faults.length} 处错误，不能启用：${first?.at} ${first?.message}`,
    );
  }
  const former = await trx('bureau_profiles').where({ active_name: name }).forUpdate().first();
  if ((former?.version ?? null) !== seen) {
    throw new UserError('conflict', '刚才有人启用了另一个版本，请核对后再试');
  }
  if (former?.version === version) return;
  if (former) {
    await trx('bureau_profiles')
      .where({ id: former.id })
      .update({ status: 'former', active_name: null });
  }
  await trx('bureau_profiles')
    .where({ id: row.id })
    .update({
      status: 'active',
      active_name: name,
      activated_by: userId(actor),
      activated_at: now(),
    });
  const profile_hours = read.profile.pace.hours;
  await trx('bureaus').where({ profile_name: name }).update({ profile_hours });
  const details = { version, before: former?.version ?? null };
  if (actor) await record(trx, actor, 'profile.activated', `profile:${name}`, details);
}

/** Whether somebody else has to put this version in force: where two persons are asked for, who made it may not. */
export async function needsAnother(
  { made_by }: Pick<ProfileRow, 'made_by'>,
  actor: Actor | null,
): Promise<boolean> {
  const maker = userId(actor);
  if (maker === null || made_by !== maker) return false;
  return (await readSetting(profileSetting)).two_person;
}

/**
 * Keeps what is shipped as a version of its own. It comes into force by itself as long as nobody has put another in
 * force: what an administrator changed stays, and the new one is there to compare with. Several processes may do so
 * at once; the first does it.
 */
export async function keepShipped(db: Db): Promise<void> {
  const document_json = shippedText();
  const document_hash = hashOf(document_json);
  const known = { name: SHIPPED_NAME, source: 'shipped', document_hash } as const;
  if (await db('bureau_profiles').where(known).first('id')) return;
  try {
    await inTransaction((trx) => addShipped(trx, document_json));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

async function addShipped(trx: Db, document_json: string): Promise<void> {
  const active = await trx('bureau_profiles').where({ active_name: SHIPPED_NAME }).first();
  const shipped = { name: SHIPPED_NAME, document_json, note: '随程序发布' };
  const version = await addVersion(trx, { ...shipped, source: 'shipped' }, null);
  if (active && active.source !== 'shipped') return;
  await activate(trx, { name: SHIPPED_NAME, version, seen: active?.version ?? null }, null);
}

export function versionsOf(db: Db, name: string): Promise<ProfileRow[]> {
  return db('bureau_profiles').where({ name }).orderBy('version', 'desc');
}

/** The names of the profiles that a bureau may be spoken to by. */
export async function profilesInForce(db: Db): Promise<string[]> {
  return db('bureau_profiles').where({ status: 'active' }).orderBy('name').pluck('name');
}

function hashOf(document_json: string): string {
  return createHash('sha256').update(document_json).digest('hex');
}

function userId(actor: Actor | null): number | null {
  return actor?.kind === 'user' ? actor.id : null;
}
