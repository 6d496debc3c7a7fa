import { record, SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { readBody, storeBody } from '../bodies.ts';
import { RECORD_KINDS, type RecordKind } from '../kinds/index.ts';
import { updateFenced } from '../lease.ts';
import { uploadDocument } from '../profile/frame.ts';
import { profileWritten } from '../profile/profiles.ts';
import type { RecordRow, UploadRow } from '../tables.ts';
import { md5Base64 } from '../wire/digest.ts';
import { packUpload } from '../wire/envelope.ts';
import type { Round } from './context.ts';

/** Room for the document around the records. */
const FRAME_BYTES = 1000;

/**
 * Gives the next number to the records in line: number, bytes and membership in one transaction, so that a number
 * is never without its bytes. undefined: nobody is in line.
 */
export async function freezeNext(round: Round, sequence: number): Promise<UploadRow | undefined> {
  const first = await nextInLine(round);
  const records = first ? await fileWith(round, first) : [];
  if (!first || records.length === 0) return undefined;
  const bodies: Buffer[] = [];
  for (const row of records) bodies.push(await readBody(db, row.record_no, row.xml_bytes));
  // The profile may have changed since: what was written by one goes up in that one's frame.
  const profile = await profileWritten(db, first.profile_id);
  const unit_id = round.account.isp_id;
  const document = uploadDocument(profile, first.kind, bodies, { unit_id });
  const zip = await packUpload(document, round.profile.wire.entry_name);
  round.lease.mustHold();
  return inTransaction(async (trx) => {
    const upload_no = publicNo('BU');
    await updateFenced(
      trx,
      round.lease,
      { next_sequence: sequence + 1 },
      { next_sequence: sequence },
    );
    await trx('bureau_uploads').insert({
      upload_no,
      bureau_id: round.bureau.id,
      sequence,
      zip_hash: md5Base64(zip),
      zip_bytes: zip.length,
      xml_bytes: document.length,
      records: records.length,
      status: 'frozen',
      tries: 0,
      frozen_at: now(),
    });
    const upload = await trx('bureau_uploads').where({ upload_no }).first();
    if (!upload) throw new Error(`upload ${upload_no} was not stored`);
    await storeBody(trx, upload_no, zip);
    await addMembers(trx, upload.id, records);
    return upload;
  });
}

const queued = ({ bureau }: Round) =>
  db('bureau_records')
    .where({ bureau_id: bureau.id, status: 'queued' })
    .orderBy('created_at')
    .orderBy('id');

/** The record that has waited longest, unless others in line must go before it. */
async function nextInLine(round: Round): Promise<RecordRow | undefined> {
  const oldest = await queued(round).first();
  if (!oldest) return undefined;
  const { uploads } = await profileWritten(db, oldest.profile_id);
  const kinds = RECORD_KINDS.filter((kind) => uploads[kind]?.before?.includes(oldest.kind));
  return (await queued(round).whereIn('kind', kinds).first()) ?? oldest;
}

/** As many records as one file may hold that were written by the same profile for the same place, oldest first. */
async function fileWith(round: Round, first: RecordRow): Promise<RecordRow[]> {
  const { bureau, settings } = round;
  const { uploads } = await profileWritten(db, first.profile_id);
  const place = (kind: RecordKind) => uploads[kind]?.inside.join('/');
  const rows = await queued(round)
    .where({ profile_id: first.profile_id })
    .whereIn(
      'kind',
      RECORD_KINDS.filter((kind) => place(kind) === place(first.kind)),
    )
    .limit(settings.records_per_file);
  const most = Math.min(settings.xml_bytes_per_file, bureau.file_bytes ?? Number.MAX_SAFE_INTEGER);
  let bytes = FRAME_BYTES;
  let items = 0;
  return rows.filter((row, index) => {
    bytes += row.xml_bytes;
    items += row.items;
    return index === 0 || (bytes <= most && items <= settings.records_per_file);
  });
}

async function addMembers(
  trx: Parameters<typeof storeBody>[0],
  upload_id: number,
  records: RecordRow[],
): Promise<void> {
  const ids = records.map(({ id }) => id);
  const moved = await trx('bureau_records')
    .whereIn('id', ids)
    .where({ status: 'queued' })
    .update({ status: 'frozen', upload_id });
  if (moved !== ids.length) throw new Error(`${ids.length - moved} records were moved by somebody`);
  await trx('bureau_upload_records').insert(ids.map((record_id) => ({ upload_id, record_id })));
}

/**
 * Takes a file apart that the bureau called too large: its number is free again, its records are back in line, and
 * files for this bureau are half as large from now on. false: it holds one record only.
 */
export async function takeApart(round: Round, upload: UploadRow): Promise<boolean> {
  if (upload.records < 2) return false;
  const file_bytes = Math.ceil(upload.xml_bytes / 2);
  const next_sequence = upload.sequence;
  await inTransaction(async (trx) => {
    await updateFenced(
      trx,
      round.lease,
      { file_bytes, next_sequence },
      { next_sequence: next_sequence + 1 },
    );
    await trx('bureau_records')
      .where({ upload_id: upload.id, status: 'frozen' })
      .update({ status: 'queued', upload_id: null });
    await trx('bureau_upload_records').where({ upload_id: upload.id }).delete();
    await trx('bureau_bodies').where({ body_no: upload.upload_no }).delete();
    const gone = await trx('bureau_uploads').where({ id: upload.id, status: 'frozen' }).delete();
    if (gone !== 1) throw new Error(`upload ${upload.upload_no} was moved by somebody`);
    await record(trx, SYSTEM, 'bureau.file_split', `bureau:${round.bureau.name}`, {
      sequence: upload.sequence,
      records: upload.records,
    });
  });
  round.bureau.file_bytes = file_bytes;
  return true;
}
