import { z } from 'zod';
import { DAY, fromNow, now } from '../platform/clock.ts';
import { type Db, db, inTransaction } from '../platform/db.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';

/** A provider owes three months of what it has sent; what is kept longer is a matter of choice. */
const LEAST_MONTHS = 3;
const MONTH = 31 * DAY;

export const keptFilesSetting = defineSetting({
  key: 'bureau.kept_files',
  title: '上报、下载文件的保存',
  secret: false,
  schema: z
    .object({ months: z.number().int().min(LEAST_MONTHS).max(240).default(24) })
    .prefault({}),
});

const AT_ONCE = 50;

/**
 * Takes away the content of files that have been kept long enough, some at a time; what is known of them (number,
 * hash, size, times, answer) stays. Never one that is still needed: an upload that is not accepted or a record of it
 * that is not answered, a download that is not applied, waits for an operator, or belongs to a full list that waits.
 */
export async function forgetOldFiles(): Promise<void> {
  const { months } = await readSetting(keptFilesSetting);
  const before = fromNow(-months * MONTH);
  const emptied_at = now();
  for (const { id, upload_no } of await oldUploads(db, before)) {
    await inTransaction(async (trx) => {
      const records = await trx('bureau_records').where({ upload_id: id }).pluck('record_no');
      const content = records.map((record_no) => `${record_no}/content`);
      await forgetBodies(trx, [upload_no, ...records, ...content]);
      await trx('bureau_uploads').where({ id }).update({ emptied_at });
    });
  }
  for (const { id, download_no } of await oldDownloads(db, before)) {
    await inTransaction(async (trx) => {
      const entries = await trx('bureau_inbox').where({ download_id: id }).pluck('inbox_no');
      await forgetBodies(trx, [download_no, ...entries]);
      await trx('bureau_downloads').where({ id }).update({ emptied_at });
    });
  }
}

function oldUploads(db: Db, before: Date): Promise<{ id: number; upload_no: string }[]> {
  const unanswered = db('bureau_records')
    .whereRaw('bureau_records.upload_id = bureau_uploads.id')
    .whereNot({ status: 'answered' });
  return db('bureau_uploads')
    .where({ status: 'accepted', emptied_at: null })
    .where('accepted_at', '<', before)
    .whereNotExists(unanswered)
    .orderBy('accepted_at')
    .limit(AT_ONCE)
    .select('id', 'upload_no');
}

function oldDownloads(db: Db, before: Date): Promise<{ id: number; download_no: string }[]> {
  const unseen = db('bureau_inbox')
    .whereRaw('bureau_inbox.download_id = bureau_downloads.id')
    .whereNull('handled_at');
  const waiting = db('bureau_resync_files')
    .join('bureau_resyncs', 'bureau_resyncs.id', 'bureau_resync_files.resync_id')
    .whereRaw('bureau_resync_files.download_id = bureau_downloads.id')
    .where({ state: 'waiting' });
  return db('bureau_downloads')
    .where({ emptied_at: null })
    .where('received_at', '<', before)
    .whereNotNull('applied_at')
    .whereNotNull('acked_at')
    .whereNotExists(unseen)
    .whereNotExists(waiting)
    .orderBy('received_at')
    .limit(AT_ONCE)
    .select('id', 'download_no');
}

async function forgetBodies(trx: Db, numbers: string[]): Promise<void> {
  await trx('bureau_bodies').whereIn('body_no', numbers).delete();
}
