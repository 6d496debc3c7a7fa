import { now } from '../../../platform/clock.ts';
import { type Db, isDuplicate } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import type { ProfileDraftRow, ProfileRow } from '../../tables.ts';

/** A version as one person is changing it; `revision` 0: not changed yet. */
export interface Working {
  document_json: string;
  revision: number;
}

export async function workingOn(db: Db, version: ProfileRow, user_id: number): Promise<Working> {
  const draft = await draftOf(db, version, user_id);
  return draft ?? { document_json: version.document_json, revision: 0 };
}

export function draftOf(
  db: Db,
  { id }: Pick<ProfileRow, 'id'>,
  user_id: number,
): Promise<ProfileDraftRow | undefined> {
  return db('bureau_profile_drafts').where({ profile_id: id, user_id }).first();
}

/** Keeps a change; `seen` is the revision it was made from. Throws a UserError when another came in between. */
export async function keepDraft(
  db: Db,
  version: Pick<ProfileRow, 'id'>,
  user_id: number,
  { document_json, seen }: { document_json: string; seen: number },
): Promise<void> {
  const key = { profile_id: version.id, user_id };
  const next = { document_json, revision: seen + 1, updated_at: now() };
  if (seen === 0) {
    await db('bureau_profile_drafts')
      .insert({ ...key, ...next })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? changedMeanwhile() : error;
      });
    return;
  }
  const kept = await db('bureau_profile_drafts')
    .where({ ...key, revision: seen })
    .update(next);
  if (kept !== 1) throw changedMeanwhile();
}

/** Takes a draft away; `seen`: only as it was looked at. false: it has changed, or is gone. */
export async function dropDraft(
  db: Db,
  version: Pick<ProfileRow, 'id'>,
  user_id: number,
  seen: number,
): Promise<boolean> {
  const key = { profile_id: version.id, user_id, revision: seen };
  return (await db('bureau_profile_drafts').where(key).delete()) === 1;
}

export const changedMeanwhile = () =>
  new UserError('conflict', '您在别的窗口也改了这份配置，请按最新内容再改一次');
