import type { Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import type { BureauRow, ProfileRow } from '../tables.ts';
import type { ProfileDocument } from './document.ts';
import { readProfile, SHIPPED_NAME, shippedProfile } from './read.ts';

// A version never changes: once read and checked, it is kept. The one in force is looked up each time.
const read = new Map<number, ProfileDocument>();

/** A profile and its version's row; without one, what is shipped. */
export interface InForce {
  profile: ProfileDocument;
  profile_id: number | null;
}

/** How this bureau's interface is spoken: the version in force of its profile. */
export async function profileInForce(
  db: Db,
  bureau: Pick<BureauRow, 'profile_name'>,
): Promise<InForce> {
  const name = bureau.profile_name || SHIPPED_NAME;
  const active = await db('bureau_profiles').where({ active_name: name }).first('id');
  if (!active) return { profile: shippedProfile(), profile_id: null };
  return { profile: await profileVersion(db, active.id), profile_id: active.id };
}

export async function profileOf(
  db: Db,
  bureau: Pick<BureauRow, 'profile_name'>,
): Promise<ProfileDocument> {
  return (await profileInForce(db, bureau)).profile;
}

/** The profile that a record was written by. */
export async function profileWritten(db: Db, profile_id: number | null): Promise<ProfileDocument> {
  return profile_id === null ? shippedProfile() : profileVersion(db, profile_id);
}

/** A version as it is to be used. One that cannot be read, which nothing activates, falls back to what is shipped. */
export async function profileVersion(db: Db, id: number): Promise<ProfileDocument> {
  const kept = read.get(id);
  if (kept) return kept;
  const row = must(await db('bureau_profiles').where({ id }).first(), '接口配置');
  const profile = readable(row) ?? shippedProfile();
  if (read.size > 50) read.clear();
  read.set(id, profile);
  return profile;
}

function readable(row: ProfileRow): ProfileDocument | undefined {
  const found = readProfile(documentOf(row));
  if (found.ok) return found.profile;
  log.error('profile in force cannot be read', { profile: row.name, version: row.version });
  return undefined;
}

/** The document as it was typed; nothing when it is no JSON. */
export function documentOf({ document_json }: Pick<ProfileRow, 'document_json'>): unknown {
  try {
    return JSON.parse(document_json);
  } catch {
    return undefined;
  }
}
