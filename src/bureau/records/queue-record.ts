import { fromNow, now, SECOND } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { readSetting } from '../../platform/settings.ts';
import { storeBody } from '../bodies.ts';
import { bureauById } from '../bureaus/bureaus.ts';
import { exchangeSetting } from '../bureaus/settings.ts';
import { currentHold } from '../holds.ts';
import { exchangeBureau } from '../jobs.ts';
import { KINDS, type RecordContent, type RecordKind } from '../kinds/index.ts';
import { type InForce, profileInForce } from '../profile/profiles.ts';
import { addResult } from '../results.ts';
import { attachmentCodes } from './attachment-codes.ts';
import { ispIds } from './isp-ids.ts';
import { keepContent } from './kept-content.ts';
import { addMarks, openRival } from './marks.ts';
import { fitRecord } from './write-record.ts';

interface Addressed {
  bureau_id: number;
  /** The filing's number: results come back under it. */
  subject: string;
}
/** A filing of one of the kinds, in that kind's shape. */
export type RecordToQueue = {
  [K in RecordKind]: Addressed & { kind: K; filing: RecordContent[K] };
}[RecordKind];

/**
 * Puts a filing in line for its bureau: written by the profile in force as it will go over the wire, and sealed.
 * Gives the record's number, which its results will carry. `by`: a version of the profile to try out. A UserError names the fields that do not fit the profile,
 * or says that the filing, or another of the same kind for the same record, is on its way already.
 */
export async function queueRecord(
  trx: Db,
  after: After,
  record: RecordToQueue,
  by?: InForce,
): Promise<string> {
  const { bureau_id, subject, kind, filing: content } = record;
  // Of two that speak of the same record at once the second waits here, and is then refused.
  await trx('bureaus').where({ id: bureau_id }).forUpdate().first('id');
  const bureau = await bureauById(trx, bureau_id);
  const { profile, profile_id } = by ?? (await profileInForce(trx, bureau));
  const codes = await attachmentCodes(trx);
  const fitting = fitRecord({ profile, kind, content, codes, unit_id: bureau.isp_id });
  await refuseTwice(trx, subject);
  const ids = await ispIds(trx, subject, fitting.parts, bureau_id);
  const idOf = (path: string) => ids.get(path) ?? 0;
  const spoken = { bureau_id, operation: KINDS[kind].operation, marks: fitting.marks(idOf) };
  await refuseRival(trx, subject, spoken);
  const bytes = fitting.bytes(idOf);
  const { items } = fitting;
  await refuseTooMuch(bytes.length, items);
  const row = await insert(trx, record, { items, xml_bytes: bytes.length, profile_id });
  await storeBody(trx, row.record_no, bytes);
  await keepContent(trx, row.record_no, content);
  await addMarks(trx, row.id, spoken);
  const hold = currentHold(bureau);
  if (hold) await addResult(trx, bureau_id, subject, { kind: 'held', ...hold }, row.record_no);
  await wake(trx, after, bureau_id);
  return row.record_no;
}

async function wake(trx: Db, after: After, bureau_id: number): Promise<void> {
  const { batch_seconds } = await readSetting(exchangeSetting);
  const wake_at = fromNow(batch_seconds * SECOND);
  await trx('bureaus').where({ id: bureau_id }).update({ wake_at });
  after(() => exchangeBureau.enqueue({ bureauId: bureau_id }, batch_seconds * SECOND));
}

async function insert(
  trx: Db,
  { bureau_id, subject, kind }: RecordToQueue,
  written: { items: number; xml_bytes: number; profile_id: number | null },
): Promise<{ id: number; record_no: string }> {
  const record_no = publicNo('BR');
  const row = { record_no, bureau_id, subject, kind, ...written, created_at: now() };
  await trx('bureau_records').insert({ ...row, status: 'queued' });
  const stored = await trx('bureau_records').where({ record_no }).first('id');
  if (!stored) throw new Error(`record ${record_no} was not stored`);
  return { id: stored.id, record_no };
}

async function refuseTwice(trx: Db, subject: string): Promise<void> {
  const open = await trx('bureau_records')
    .where({ subject })
    .whereIn('status', ['queued', 'frozen'])
    .first('id');
  if (open) throw new UserError('conflict', '这份备案已在等待上报，请勿重复提交');
}

/** The bureau would not say which of two it means, and takes no second one anyway (1017, 1027, 1030, 1032). */
async function refuseRival(
  trx: Db,
  subject: string,
  spoken: Parameters<typeof addMarks>[2],
): Promise<void> {
  const rival = await openRival(trx, subject, spoken);
  if (!rival) return;
  const words = `管局正在办理同一记录的另一份同类申请（${rival.subject}），有结果后再提交`;
  throw new UserError('conflict', words);
}

async function refuseTooMuch(bytes: number, items: number): Promise<void> {
  const { xml_bytes_per_file, records_per_file } = await readSetting(exchangeSetting);
  if (bytes > xml_bytes_per_file - 1000 || items > records_per_file) {
    throw new UserError('too_large', '备案材料总量超过管局单个文件的上限，请压缩图片后重试');
  }
}
