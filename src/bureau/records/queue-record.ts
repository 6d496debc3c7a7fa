import { fromNow, now, SECOND } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { readSetting } from '../../platform/settings.ts';
import { storeBody } from '../bodies.ts';
import { bureauById } from '../bureaus/bureaus.ts';
import { exchangeSetting } from '../bureaus/settings.ts';
import { currentHold } from '../holds.ts';
import { exchangeBureau } from '../jobs.ts';
import { addResult } from '../results.ts';
import { encodeGbk } from '../wire/gbk.ts';
import { initialFilingXml, numberedPaths } from '../wire/initial-filing-xml.ts';
import { attachmentCodes } from './attachment-codes.ts';
import { type InitialFiling, readInitialFiling } from './initial-filing.ts';
import { ispIds } from './isp-ids.ts';

export interface RecordToQueue {
  bureau_id: number;
  /** The filing's number: results come back under it. */
  subject: string;
  kind: 'initial';
  filing: InitialFiling;
}

type After = (step: () => Promise<unknown>) => void;

/**
 * Puts a filing in line for its bureau: written as it will go over the wire, and sealed. Gives the record's number,
 * which its results will carry. A UserError names the fields that the bureau's schema does not take, or says that
 * the filing is in line already.
 */
export async function queueRecord(trx: Db, after: After, record: RecordToQueue): Promise<string> {
  const { bureau_id, subject, kind } = record;
  const filing = readInitialFiling(record.filing);
  const bureau = await bureauById(trx, bureau_id);
  await refuseTwice(trx, subject);
  const ids = await ispIds(trx, subject, numberedPaths(filing));
  const xml = initialFilingXml(filing, (path) => ids.get(path) ?? 0, await attachmentCodes(trx));
  const bytes = encodeGbk(xml);
  const { batch_seconds, xml_bytes_per_file } = await readSetting(exchangeSetting);
  if (bytes.length > xml_bytes_per_file - 1000) {
    throw new UserError('too_large', '备案材料总量超过管局单个文件的上限，请压缩图片后重试');
  }
  const record_no = publicNo('BR');
  await trx('bureau_records').insert({
    record_no,
    bureau_id,
    subject,
    kind,
    xml_bytes: bytes.length,
    status: 'queued',
    created_at: now(),
  });
  await storeBody(trx, record_no, bytes);
  const hold = currentHold(bureau);
  if (hold) await addResult(trx, bureau_id, subject, { kind: 'held', ...hold }, record_no);
  const wake_at = fromNow(batch_seconds * SECOND);
  await trx('bureaus').where({ id: bureau_id }).update({ wake_at });
  after(() => exchangeBureau.enqueue({ bureauId: bureau_id }, batch_seconds * SECOND));
  return record_no;
}

async function refuseTwice(trx: Db, subject: string): Promise<void> {
  const open = await trx('bureau_records')
    .where({ subject })
    .whereIn('status', ['queued', 'frozen'])
    .first('id');
  if (open) throw new UserError('conflict', '这份备案已在等待上报，请勿重复提交');
}
