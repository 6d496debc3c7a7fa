import { type Db, db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import type { OutgoingCallRow } from '../../platform/outgoing.ts';
import { alarmsOf } from '../alarms.ts';
import { readBody } from '../bodies.ts';
import { regions } from '../code-tables.ts';
import { inboxOf } from '../inbox.ts';
import { KINDS } from '../kinds/index.ts';
import type { BureauRow, UploadRow } from '../tables.ts';
import { unpackDownload } from '../wire/envelope.ts';
import { maskedXml } from '../wire/masked-xml.ts';
import {
  shownAlarm,
  shownBureau,
  shownCall,
  shownDownload,
  shownInbox,
  shownUpload,
} from './present.ts';

const LIMIT = 20;

/** Bureau -> how many records wait for it to take them. */
export async function waitingByBureau(db: Db): Promise<Map<number, number>> {
  const rows: { bureau_id: number; waiting: number }[] = await db('bureau_records')
    .whereIn('status', ['queued', 'frozen'])
    .groupBy('bureau_id')
    .select('bureau_id', db.raw('count(*) as waiting'));
  return new Map(rows.map(({ bureau_id, waiting }) => [bureau_id, Number(waiting)]));
}

/** All that the page of one bureau shows; from the database alone, no page ever causes a call. */
export async function bureauPage(bureau: BureauRow) {
  const { id, name } = bureau;
  const [uploads, downloads, inbox, alarms, calls, waiting] = [
    await db('bureau_uploads').where({ bureau_id: id }).orderBy('sequence', 'desc').limit(LIMIT),
    await db('bureau_downloads').where({ bureau_id: id }).orderBy('id', 'desc').limit(LIMIT),
    await inboxOf(db, id),
    await alarmsOf(db, id, 5),
    await callsOf(name),
    await waitingByBureau(db),
  ];
  return {
    bureau: shownBureau(bureau, waiting.get(id) ?? 0, await provinceNames(db)),
    uploads: await shownUploads(name, uploads),
    downloads: downloads.map((row) => shownDownload(name, row)),
    inbox: inbox.map((row) => shownInbox(name, row)),
    alarms: alarms.map(shownAlarm),
    calls: calls.map(shownCall),
  };
}

/** Code → name, as the newest code tables have it. */
export async function provinceNames(db: Db): Promise<Map<string, string>> {
  const provinces = (await regions(db)).filter(({ id }) => id.endsWith('0000'));
  return new Map(provinces.map(({ id, name }) => [id, name]));
}

function callsOf(name: string): Promise<OutgoingCallRow[]> {
  return db('outgoing_calls')
    .where({ system: 'bureau' })
    .where((one) =>
      one.where('subject', `bureau:${name}`).orWhere('subject', 'like', `bureau:${name}#%`),
    )
    .orderBy('id', 'desc')
    .limit(LIMIT);
}

/** Files that went up, each with what kinds of records are in it. */
async function shownUploads(name: string, uploads: UploadRow[]) {
  const ids = uploads.map(({ id }) => id);
  const rows = await db('bureau_records').whereIn('upload_id', ids).distinct('upload_id', 'kind');
  return uploads.map((row) => {
    const own = rows.filter(({ upload_id }) => upload_id === row.id);
    const kinds = own.map(({ kind }) => KINDS[kind].word).join('、');
    return { ...shownUpload(name, row), kinds };
  });
}

/** A stored file for an operator's eyes: people masked, pictures left out. What does not open says so. */
async function shownFile(body_no: string, emptied_at: Date | null = null): Promise<string> {
  if (emptied_at) return '已过保存期限，内容已删除；文件的序号、校验值和管局答复仍保留';
  try {
    return maskedXml((await unpackDownload(await readBody(db, body_no))).xml);
  } catch {
    return '这个文件打不开，内容已原样保存。请联系技术支持';
  }
}

export async function uploadPage({ id, name }: BureauRow, upload_no: string) {
  const row = must(
    await db('bureau_uploads').where({ bureau_id: id, upload_no }).first(),
    '上报文件',
  );
  const members = await db('bureau_records').where({ upload_id: row.id }).select('subject', 'kind');
  const records = members.map(({ subject, kind }) => ({ subject, word: KINDS[kind].word }));
  return { file: shownUpload(name, row), records, xml: await shownFile(upload_no, row.emptied_at) };
}

export async function downloadPage({ id, name }: BureauRow, download_no: string) {
  const found = db('bureau_downloads').where({ bureau_id: id, download_no });
  const row = must(await found.first(), '下载文件');
  return { file: shownDownload(name, row), xml: await shownFile(download_no, row.emptied_at) };
}

export async function inboxPage({ id, name }: BureauRow, inbox_no: string) {
  const row = must(await db('bureau_inbox').where({ bureau_id: id, inbox_no }).first(), '收件');
  return {
    entry: shownInbox(name, row),
    is_handled: row.handled_at !== null,
    xml: await shownFile(row.body_no),
  };
}
