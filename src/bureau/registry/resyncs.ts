import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { fileOrder, itemOrder } from '../apply/order.ts';
import { readBody } from '../bodies.ts';
import type { DownloadRow } from '../tables.ts';
import { type Part, readDownload } from '../wire/download-data.ts';
import { unpackDownload } from '../wire/envelope.ts';
import { domainResources, ipResources, type Resource } from '../wire/ip-data.ts';
import { type WholeRecord, wholeRecords } from '../wire/whole-record.ts';
import type { ResyncRow } from './tables.ts';

/** Notes that a file holds a full list: it waits, with the other files of the same list, for somebody to confirm it. */
export async function collectResync(
  trx: Db,
  download: DownloadRow,
  { items }: Part,
): Promise<ResyncRow> {
  const { bureau_id, id: download_id } = download;
  const resync = (await waitingResync(trx, bureau_id)) ?? (await openResync(trx, bureau_id));
  const files = trx('bureau_resync_files').insert({ resync_id: resync.id, download_id });
  await files.onConflict().ignore();
  await trx('bureau_resyncs').where({ id: resync.id }).increment('items', items);
  return resync;
}

export function waitingResync(db: Db, bureau_id: number): Promise<ResyncRow | undefined> {
  return db('bureau_resyncs')
    .where({ open_key: String(bureau_id) })
    .first();
}

async function openResync(trx: Db, bureau_id: number): Promise<ResyncRow> {
  const resync_no = publicNo('TB');
  const row = { resync_no, bureau_id, open_key: String(bureau_id), items: 0, created_at: now() };
  await trx('bureau_resyncs').insert({ ...row, state: 'waiting' });
  const stored = await trx('bureau_resyncs').where({ resync_no }).first();
  if (!stored) throw new Error(`resync ${resync_no} was not stored`);
  return stored;
}

/** What a full list says, each item with its order; `file_order`: of the newest of its files. */
export interface Listed {
  records: { order: string; record: WholeRecord }[];
  resources: { order: string; resource: Resource }[];
  file_order: string;
}

/** Reads the files of a full list again, as they were stored. */
export async function listedIn(db: Db, resync: ResyncRow): Promise<Listed> {
  const files: DownloadRow[] = await db('bureau_downloads')
    .join('bureau_resync_files', 'bureau_resync_files.download_id', 'bureau_downloads.id')
    .where('bureau_resync_files.resync_id', resync.id)
    .orderBy('bureau_downloads.id')
    .select('bureau_downloads.*');
  const listed: Listed = { records: [], resources: [], file_order: '' };
  for (const file of files) {
    const zip = await readBody(db, file.download_no, file.zip_bytes);
    const { parts } = readDownload((await unpackDownload(zip)).xml);
    const order = fileOrder(file);
    if (order > listed.file_order) listed.file_order = order;
    parts.forEach((part, n) => {
      addPart(listed, part, { order, part: n });
    });
  }
  return listed;
}

function addPart(listed: Listed, part: Part, place: { order: string; part: number }): void {
  const { records, resources } = itemsOf(part);
  for (const [n, record] of records.entries()) {
    listed.records.push({ order: itemOrder(place, n), record });
  }
  for (const [n, resource] of resources.entries()) {
    listed.resources.push({ order: itemOrder(place, n), resource });
  }
}

function itemsOf({ kind, node }: Part): { records: WholeRecord[]; resources: Resource[] } {
  const none = { records: [], resources: [] };
  if (kind === 'SJTB.ICP') return { ...none, records: wholeRecords(node) };
  if (kind === 'SJTB.IP') return { ...none, resources: ipResources(node) };
  if (kind === 'SJTB.YM') return { ...none, resources: domainResources(node) };
  return none;
}
