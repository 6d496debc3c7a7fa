import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { KINDS } from '../kinds/index.ts';
import type { ResultBody } from '../results.ts';

/** The filing's newest record that the bureau has: one that is still in line here it cannot speak of. */
export async function sentRecord(trx: Db, subject: string): Promise<string | null> {
  const row = await trx('bureau_records')
    .where({ subject })
    .whereIn('status', ['accepted', 'answered'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .first('record_no');
  return row?.record_no ?? null;
}

/** Nothing more is awaited for these records: polling may slow down. */
export async function markAnswered(
  trx: Db,
  which: { subject: string } | { record_no: string },
): Promise<void> {
  await trx('bureau_records')
    .where({ ...which, status: 'accepted' })
    .update({ status: 'answered', answered_at: now() });
}

/** What a result means for its record: a no is the last word, a yes is when this kind ends with it. */
export async function noteAnswer(
  trx: Db,
  record_no: string,
  body: Extract<ResultBody, { kind: 'data_result' | 'review' }>,
): Promise<void> {
  const isYes = body.kind === 'review' ? body.passed : !body.refused;
  if (!isYes) return markAnswered(trx, { record_no });
  await trx('bureau_records').where({ record_no, passed_at: null }).update({ passed_at: now() });
  const record = await trx('bureau_records').where({ record_no }).first('kind');
  if (record && KINDS[record.kind].ends === body.kind) await markAnswered(trx, { record_no });
}
