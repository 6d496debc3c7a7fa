import type { Db } from '../../platform/db.ts';

const TOO_EARLY = 'TooEarly';

/** A result came before it was known that the file was taken at all. */
export function isTooEarly(error: unknown): boolean {
  return error instanceof Error && error.name === TOO_EARLY;
}

/** Filings hear of results after they have heard that their record was accepted: throws when that is still open. */
export async function mustBeSettled(trx: Db, subject: string): Promise<void> {
  const open = await trx('bureau_records')
    .join('bureau_uploads', 'bureau_uploads.id', 'bureau_records.upload_id')
    .where('bureau_records.subject', subject)
    .where('bureau_uploads.status', 'sending')
    .first('bureau_records.id');
  if (open) throw Object.assign(new Error(`${subject} is still being sent`), { name: TOO_EARLY });
}
