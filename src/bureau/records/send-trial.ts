import { type Actor, record as audit } from '../../audit/index.ts';
import { type After, type Db, db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { KINDS } from '../kinds/index.ts';
import { profileVersion } from '../profile/profiles.ts';
import { type BureauResult, resultsFor } from '../results.ts';
import type { ProfileRow } from '../tables.ts';
import { keptContent } from './kept-content.ts';
import { queueRecord, type RecordToQueue } from './queue-record.ts';

/** Trials are nobody's filing: their numbers begin so. */
const TRIAL = 'SY';

/**
 * Sends a record that was in line once to the rehearsal bureau, written and framed by this version of a profile, under
 * a number of its own. Throws 'conflict' when there is no rehearsal bureau, 'unprocessable' when its content is gone.
 */
export async function sendTrial(
  trx: Db,
  after: After,
  version: ProfileRow,
  { record_no, actor }: { record_no: string; actor: Actor },
): Promise<string> {
  const sandbox = await trx('bureaus').where({ is_sandbox: 1 }).orderBy('id', 'desc').first();
  if (!sandbox) throw new UserError('conflict', '还没有演练管局：请先在“管局接口”里打开演练环境');
  const row = must(await trx('bureau_records').where({ record_no }).first(), '上报记录');
  const filing = await keptContent(trx, record_no);
  if (!filing) throw new UserError('unprocessable', '这份记录没有留存内容，请换一份');
  const subject = publicNo(TRIAL);
  // Kept with its kind, so the two belong together.
  const trial = { bureau_id: sandbox.id, subject, kind: row.kind, filing } as RecordToQueue;
  const by = { profile: await profileVersion(trx, version.id), profile_id: version.id };
  await queueRecord(trx, after, trial, by);
  const details = { record_no, subject, version: version.version };
  await audit(trx, actor, 'profile.rehearsed', `profile:${version.name}`, details);
  return subject;
}

/** A rehearsal, and what the bureau has said of it so far. */
export interface Trial {
  subject: string;
  word: string;
  at: Date;
  results: BureauResult[];
}

/** The latest rehearsals of a version. */
export async function trialsOf(version: ProfileRow): Promise<Trial[]> {
  const rows = await db('bureau_records')
    .where({ profile_id: version.id })
    .where('subject', 'like', `${TRIAL}%`)
    .orderBy('id', 'desc')
    .limit(5);
  const trials: Trial[] = [];
  for (const { subject, kind, created_at } of rows) {
    const results = await resultsFor(db, subject);
    trials.push({ subject, word: KINDS[kind].word, at: created_at, results });
  }
  return trials;
}
