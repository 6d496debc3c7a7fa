import type { Db } from '../../platform/db.ts';

/** A record as a result speaks of it. */
export interface Spoken {
  record_no: string;
  subject: string;
}

interface Mark {
  bureau_id: number;
  operation: string;
  marks: readonly string[];
}

/** Notes under which numbers the bureau may speak of a record. */
export async function addMarks(
  trx: Db,
  record_id: number,
  { bureau_id, operation, marks }: Mark,
): Promise<void> {
  const rows = marks.map((mark) => ({ record_id, bureau_id, operation, mark }));
  if (rows.length > 0) await trx.batchInsert('bureau_record_marks', rows, 500);
}

/**
 * The record that a bureau means: of those it has, the newest it has not answered yet, else the newest.
 * `operation` '' (or one that is not known here): whichever operation it was.
 */
export async function recordMeant(
  trx: Db,
  bureau_id: number,
  { operation, mark }: { operation: string; mark: string },
): Promise<Spoken | undefined> {
  if (mark === '' || mark.length > 128) return undefined;
  const rows = await marked(trx, bureau_id, operation, [mark])
    .whereIn('bureau_records.status', ['accepted', 'answered'])
    .orderBy('bureau_records.created_at', 'desc')
    .orderBy('bureau_records.id', 'desc')
    .select('record_no', 'subject', 'status');
  return rows.find(({ status }) => status === 'accepted') ?? rows[0];
}

/** Changes that the bureau has granted under this number and has not published since. */
export function changesToPublish(trx: Db, bureau_id: number, mark: string): Promise<Spoken[]> {
  return marked(trx, bureau_id, 'change', [mark])
    .whereNotNull('passed_at')
    .whereNull('published_at')
    .select('record_no', 'subject');
}

/** Another filing's request of the same operation on the same record that the bureau has not decided yet. */
export async function openRival(
  trx: Db,
  subject: string,
  { bureau_id, operation, marks }: Mark,
): Promise<Spoken | undefined> {
  return marked(trx, bureau_id, operation, marks)
    .whereIn('bureau_records.status', ['queued', 'frozen', 'accepted'])
    .whereNot('subject', subject)
    .first('record_no', 'subject');
}

function marked(trx: Db, bureau_id: number, operation: string, marks: readonly string[]) {
  const rows = trx('bureau_records')
    .join('bureau_record_marks', 'bureau_record_marks.record_id', 'bureau_records.id')
    .where('bureau_record_marks.bureau_id', bureau_id)
    .whereIn('bureau_record_marks.mark', marks);
  return /^[a-z_]+$/.test(operation)
    ? rows.where('bureau_record_marks.operation', operation)
    : rows;
}
