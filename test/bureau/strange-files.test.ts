import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeGbk } from '../../src/bureau/wire/gbk.ts';
import { startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { packXml } = await import('../../src/bureau/wire/archive.ts');
const { md5Base64 } = await import('../../src/bureau/wire/digest.ts');
const { storeBody, readBody } = await import('../../src/bureau/bodies.ts');
const { applyDownload } = await import('../../src/bureau/apply/apply-download.ts');
const { publicNo } = await import('../../src/platform/ids.ts');
const { now } = await import('../../src/platform/clock.ts');
const bureau = await startBureau(['--jcdm', 'no']);
const row = (await db('bureaus').where({ name: bureau.name }).first())!;

/** Applies a file as if it had been downloaded; gives what became of it. */
async function receive(zip: Buffer) {
  const download_no = publicNo('BD');
  const plain = { bureau_id: row.id, zip_hash: md5Base64(zip), zip_bytes: zip.length };
  await db('bureau_downloads').insert({
    ...plain,
    download_no,
    file_name: `${download_no}.xml`,
    received_at: now(),
    results: 0,
    unknown: 0,
  });
  await storeBody(db, download_no, zip);
  const download = (await db('bureau_downloads').where({ download_no }).first())!;
  await applyDownload(row, download);
  const inbox = await db('bureau_inbox').where({ download_id: download.id });
  return { after: (await db('bureau_downloads').where({ download_no }).first())!, inbox };
}

const inDownload = (content: string) =>
  packXml(
    encodeGbk(
      `<?xml version="1.0" encoding="GBK"?>\n<DownloadData version="V.3.0">${content}</DownloadData>`,
    ),
    'x.xml',
  );

test('a file that nobody can read waits whole for an operator, and blocks nothing', async () => {
  const entities = '<!DOCTYPE a [<!ENTITY x "y">]><DownloadData>&x;</DownloadData>';
  const strange = [
    Buffer.from('this is no archive'),
    Buffer.alloc(0),
    await packXml(Buffer.from('no xml at all'), 'x.xml'),
    await packXml(Buffer.from(entities), 'x.xml'),
    await packXml(Buffer.from('<Other><BAJG/></Other>'), 'x.xml'),
    await packXml(Buffer.alloc(97 * 1024 * 1024), 'x.xml'),
  ];
  for (const zip of strange) {
    const { after, inbox } = await receive(zip);
    assert.ok(after.applied_at);
    assert.deepEqual(
      inbox.map(({ kind }) => kind),
      ['无法识别'],
    );
    assert.deepEqual(await readBody(db, inbox[0]!.body_no), zip);
  }
});

test('any archive of any text is taken without a fault', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }).filter((t) => /^[\x20-\x7e]*$/.test(t)),
    fc.constantFrom(
      '<ICP><BAJG><Jg_xx/></BAJG></ICP>',
      '<ICP/>',
      '<JCDM><Jcdm_xx/></JCDM>',
      '<SJTB><ICP><Baxx/></ICP></SJTB>',
      '<ICP><BASJ><Baxx><Zt_xx/></Baxx></BASJ></ICP>',
      '<ICP><NEU><a>1</a></NEU></ICP>',
    ),
  );
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const { after } = await receive(await inDownload(content));
      assert.ok(after.applied_at);
    }),
    { numRuns: 40 },
  );
});

test('a file that was refused as a whole goes to the one filing that waits, and calls a person', async () => {
  const { queue } = await import('./setup.ts');
  const { exchange, pendingResults, standingAlarms } = await import('../../src/bureau/index.ts');
  await queue(bureau.name, 'BA1', 1);
  await exchange(bureau.name);
  const refusal =
    '<ICP><BAJG><Jg_xx><Jgxx><Jgdm>5001</Jgdm><Dmms>beianinfo.xml</Dmms></Jgxx><Czlx>1</Czlx></Jg_xx></BAJG></ICP>';
  await receive(await inDownload(refusal));
  const told = (await pendingResults(db, 100)).find(({ kind }) => kind === 'data_result');
  assert.ok(told?.kind === 'data_result' && told.refused && told.subject === 'BA1');
  assert.ok((await standingAlarms(db)).some(({ code }) => code === 'file_refused'));
  const { inbox } = await receive(await inDownload(refusal));
  assert.equal(inbox.length, 1, 'nobody waits any more: it is kept, not guessed');
});

test('several codes in one result, and marks in texts, come through whole', async () => {
  const { pendingResults } = await import('../../src/bureau/index.ts');
  const { id } = (await db('bureau_ids').where({ subject: 'BA1', path: 'entity' }).first())!;
  const words = '域名 &lt;a&amp;b.cn&gt; 无效，网站名称：“甲”，错误数据：“乙”';
  await receive(
    await inDownload(
      `<ICP><BAJG><Jg_xx><Jgxx><Jgdm>1004</Jgdm><Dmms>${words}</Dmms></Jgxx><Jgxx><Jgdm>1010</Jgdm></Jgxx><Czlx>1</Czlx><Bs>${id}</Bs></Jg_xx></BAJG></ICP>`,
    ),
  );
  const told = (await pendingResults(db, 100)).at(-1);
  assert.ok(told?.kind === 'data_result');
  assert.deepEqual(told.codes, [
    { code: '1004', text: '域名 <a&b.cn> 无效，网站名称：“甲”，错误数据：“乙”' },
    { code: '1010', text: '' },
  ]);
});

test('numbers that only the bureau gave lead to the same filing later', async () => {
  const { pendingResults } = await import('../../src/bureau/index.ts');
  const ids = new Map(
    (await db('bureau_ids').where({ subject: 'BA1' })).map(({ path, id }) => [path, id]),
  );
  const record = (ours: boolean, number: string) => {
    const own = (name: string, path: string) => (ours ? `<${name}>${ids.get(path)}</${name}>` : '');
    return `<ICP><BASJ><Baxx><Zt_xx>${own('IspZtid', 'entity')}<Ztid>77</Ztid><Baxh>浙ICP备${number}号</Baxh></Zt_xx><Wz_xx>${own('IspWzid', 'services.0')}<Wzid>88</Wzid><Wzmc>甲</Wzmc><Baxh>浙ICP备${number}号-1</Baxh></Wz_xx></Baxx></BASJ></ICP>`;
  };
  await receive(await inDownload(record(true, '1')));
  await receive(await inDownload(record(false, '2')));
  const published = (await pendingResults(db, 100)).filter(({ kind }) => kind === 'published');
  assert.deepEqual(
    published.map(({ subject }) => subject),
    ['BA1', 'BA1'],
  );
  const last = published.at(-1);
  assert.ok(last?.kind === 'published');
  assert.equal(last.entity.icp_number, '浙ICP备2号');
  assert.deepEqual([last.services[0]?.index, last.services[0]?.bureau_service_id], [0, '88']);
  const stranger = record(false, '3').replace('>77<', '>770<').replace('>88<', '>880<');
  assert.equal((await receive(await inDownload(stranger))).inbox.length, 0);
  const kept = await db('filing_entities').where({ bureau_entity_id: '770' }).first();
  assert.deepEqual([kept?.icp_number, kept?.subject], ['浙ICP备3号', null]);
  const numberless = stranger.replace('<Ztid>770</Ztid>', '');
  assert.equal((await receive(await inDownload(numberless))).inbox.length, 1);
});
