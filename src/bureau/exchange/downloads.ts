import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { clearAlarms, raiseAlarm } from '../alarms.ts';
import { applyDownload } from '../apply/apply-download.ts';
import { storeBody } from '../bodies.ts';
import { addInbox } from '../inbox.ts';
import { updateFenced } from '../lease.ts';
import type { DownloadRow } from '../tables.ts';
import type { AnsweredFile } from '../wire/answer.ts';
import { md5Base64 } from '../wire/digest.ts';
import { type Round, traffic } from './context.ts';
import { reactionTo } from './msg-codes.ts';
import { pause } from './standstill.ts';

/** What an earlier round stored but did not live to understand. */
export async function applyStored(round: Round): Promise<void> {
  const rows = await db('bureau_downloads')
    .where({ bureau_id: round.bureau.id, applied_at: null })
    .orderBy('id')
    .limit(round.settings.files_per_round);
  for (const row of rows) await apply(round, row);
}

/** Fetches until there is nothing more: each file is stored whole, then acknowledged, then understood. */
export async function exchangeDownloads(round: Round): Promise<void> {
  for (let files = 0; files < round.settings.files_per_round; files++) {
    round.lease.mustHold();
    const answer = await round.calls.download();
    if (answer.file?.file_name || answer.file?.beian_info) {
      if (!(await receive(round, answer.file))) return;
      continue;
    }
    if ([1, 2].includes(answer.msg_code)) await noteNothingOwed(round);
    if (![0, 1, 2, 3].includes(answer.msg_code)) {
      const reaction = reactionTo(round.profile, answer);
      if (reaction.do === 'stop') {
        await pause(round, `msg_code_${answer.msg_code}`, reaction.words);
      } else {
        const until = 'until' in reaction ? reaction.until : fromNow(5 * MINUTE);
        round.report.error ??= 'words' in reaction ? reaction.words : answer.msg;
        await updateFenced(db, round.lease, { next_poll_at: until });
      }
    }
    return;
  }
}

/** What is not acknowledged would be delivered again: a bureau with nothing to deliver has had every receipt. */
async function noteNothingOwed({ bureau }: Round): Promise<void> {
  await db('bureau_downloads')
    .where({ bureau_id: bureau.id, acked_at: null })
    .update({ acked_at: now() });
}

/** Gives whether to go on: a file that could not be acknowledged would only come again. */
async function receive(round: Round, file: AnsweredFile): Promise<boolean> {
  const opened = file.is_known_format ? round.codec.open(file, round.account.cipher) : undefined;
  const isNamed = file.file_name !== '' && file.file_name.length <= 255;
  if (!opened?.ok || !isNamed) {
    const fault = isNamed ? (opened?.ok === false ? opened.fault : 'format') : 'name';
    await noteBadFile(round, file.file_name, fault);
    return false;
  }
  const row = await store(round, file.file_name, opened.zip);
  round.lease.mustHold();
  const { msg_code } = await round.calls.acknowledge(file.file_name);
  if (msg_code === 0)
    await db('bureau_downloads').where({ id: row.id }).update({ acked_at: now() });
  if (!row.applied_at) await apply(round, row);
  return msg_code === 0;
}

/** Stored before it is acknowledged; the same name again is the same file, and is not stored twice. */
async function store(round: Round, file_name: string, zip: Buffer): Promise<DownloadRow> {
  const { bureau, lease } = round;
  const zip_hash = md5Base64(zip);
  const find = () => db('bureau_downloads').where({ bureau_id: bureau.id, file_name }).first();
  const download_no = publicNo('BD');
  const received_at = now();
  const row = { download_no, bureau_id: bureau.id, file_name, zip_hash, zip_bytes: zip.length };
  try {
    await inTransaction(async (trx) => {
      await trx('bureau_downloads').insert({ ...row, received_at, results: 0, unknown: 0 });
      await storeBody(trx, download_no, zip);
      await updateFenced(trx, lease, { ...traffic(), bad_file_name: null, bad_file_count: 0 });
      if (bureau.bad_file_name) await clearAlarms(trx, bureau.id, 'bad_file');
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  const stored = await find();
  if (!stored) throw new Error(`download ${download_no} was not stored`);
  if (stored.zip_hash !== zip_hash) await keepOther(round, stored, zip);
  return stored;
}

/** Another content under a name that was there already: nothing is lost, and a person decides. */
async function keepOther({ bureau }: Round, stored: DownloadRow, zip: Buffer): Promise<void> {
  await inTransaction(async (trx) => {
    const inbox_no = await addInbox(trx, {
      bureau_id: bureau.id,
      download_id: stored.id,
      kind: '重名文件',
      items: 1,
      reason: `管局两次下发同名文件，内容不同：${stored.file_name}`.slice(0, 300),
    });
    await storeBody(trx, inbox_no, zip);
  });
}

const FAULTS: Record<string, string> = {
  hash: '校验值不符',
  cipher: '无法解密，请核对密钥和偏移量',
  format: '压缩或校验方式未知',
  name: '没有文件名或文件名过长',
};

/** A file that does not open is not acknowledged: the bureau sends it again. The third time rings the alarm. */
async function noteBadFile(round: Round, name: string, fault: string): Promise<void> {
  const { bureau, lease } = round;
  const bad_file_name = name.slice(0, 255);
  const isSame = bureau.bad_file_name === bad_file_name;
  const bad_file_count = isSame ? bureau.bad_file_count + 1 : 1;
  const words = `下载的文件 ${bad_file_name || '（无名）'} ${FAULTS[fault] ?? fault}`;
  round.report.error = words;
  await updateFenced(db, lease, { bad_file_name, bad_file_count });
  if (bad_file_count >= 3) {
    await raiseAlarm(
      db,
      bureau.id,
      'bad_file',
      `${words}，已连续 ${bad_file_count} 次，后面的结果都收不到`,
    );
  }
}

async function apply(round: Round, row: DownloadRow): Promise<void> {
  const applied = await applyDownload(round.bureau, row);
  if (!applied) return;
  round.report.results += applied.results;
  round.report.downloaded.push({ file_name: row.file_name, kinds: applied.kinds });
}
