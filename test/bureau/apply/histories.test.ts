import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DownloadRow } from '../../../src/bureau/tables.ts';
import { startDatabase } from '../setup.ts';
import { aHistory, type DrawnFile, type History } from './items.ts';
import { expected } from './model.ts';
import { actual } from './state.ts';
import { fileXml } from './write-file.ts';

const { db } = await startDatabase();
const { importBureau } = await import('../../../src/bureau/index.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { packXml } = await import('../../../src/bureau/wire/archive.ts');
const { md5Base64 } = await import('../../../src/bureau/wire/digest.ts');
const { storeBody } = await import('../../../src/bureau/bodies.ts');
const { applyDownload } = await import('../../../src/bureau/apply/apply-download.ts');
const { waitingResync } = await import('../../../src/bureau/registry/resyncs.ts');
const { applyResync } = await import('../../../src/bureau/registry/settle-resync.ts');
const { publicNo } = await import('../../../src/platform/ids.ts');
const { now } = await import('../../../src/platform/clock.ts');

/** How many histories are drawn; some seconds' worth unless somebody asks for more. */
const HISTORIES = Number(process.env['BUREAU_HISTORIES'] ?? 60);
const WORDS =
  'all kinds of files, shuffled, repeated, split and with strange elements, end in one state';

let histories = 0;
const OURS = 2 ** 41;

async function play(history: History): Promise<void> {
  const n = ++histories;
  const name = `gj${n}`;
  const upload_wsdl = 'http://127.0.0.1:9/upDownLoad?wsdl';
  const file = { name, province_code: '33', isp_id: 7, user_name: 'u', password: 'p', encrypt: 0 };
  await importBureau(db, { ...file, upload_wsdl }, SYSTEM);
  const bureau = (await db('bureaus').where({ name }).first())!;
  const subject = `BA${n}`;
  await db('bureau_ids').insert({
    id: OURS + n,
    subject,
    path: 'entity',
    given_id: null,
    given_by: null,
  });
  const rows = new Map<number, DownloadRow>();
  for (const at of history.arrivals) {
    const drawn = history.files[at]!;
    const row = rows.get(at) ?? (await received(bureau.id, drawn, String(OURS + n)));
    rows.set(at, row);
    await applyDownload(bureau, row);
  }
  const resync = await waitingResync(db, bureau.id);
  const { end_missing } = history;
  if (resync) await applyResync(resync, { end_missing, items: resync.items }, SYSTEM);
  const files = new Map([...rows].map(([at, { id }]) => [id, at]));
  assert.deepEqual(
    inOrder(await actual(db, bureau.id, files)),
    inOrder(expected(history, subject)),
  );
}

/** As exchange/downloads.ts stores it. */
async function received(bureau_id: number, drawn: DrawnFile, own: string): Promise<DownloadRow> {
  const zip = await packXml(fileXml(drawn, own), 'x.xml');
  const download_no = publicNo('BD');
  const file_name = `${drawn.time}_zj_${drawn.number}.xml`;
  const plain = { bureau_id, zip_hash: md5Base64(zip), zip_bytes: zip.length, file_name };
  const rest = { received_at: now(), results: 0, unknown: 0 };
  await db('bureau_downloads').insert({ ...plain, download_no, ...rest });
  await storeBody(db, download_no, zip);
  return (await db('bureau_downloads').where({ download_no }).first())!;
}

/** Lists that have no order of their own. */
function inOrder(state: ReturnType<typeof expected> | Awaited<ReturnType<typeof actual>>) {
  const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  const { blocks, tasks, resources, codes, ...rest } = state;
  const lists = { blocks: sorted(blocks), tasks: sorted(tasks), resources: sorted(resources) };
  return { ...rest, ...lists, codes: sorted(codes) };
}

test(`${WORDS} (${HISTORIES})`, async () => {
  await fc.assert(fc.asyncProperty(aHistory, play), { numRuns: HISTORIES });
});
