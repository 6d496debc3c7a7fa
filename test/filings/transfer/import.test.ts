import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { start } from '../../harness.ts';
import { all, xlsxOf } from '../../platform/tables/samples.ts';
import { aBureau, aSite, csvOf, HEADINGS, rowOf, upload } from './tables.ts';

const app = await start();
await aBureau(app);
const { aPerson } = await import('../../factories.ts');
const { entityByIcpNumber, entityRecord, serviceByDomain } = await import(
  '../../../src/bureau/index.ts'
);
const { ownerOf } = await import('../../../src/filings/entities/owners.ts');
const { sweepTransfers } = await import('../../../src/filings/transfer/jobs.ts');
const { sweepFiles } = await import('../../../src/filings/transfer/sweep-files.ts');
const { readTable } = await import('../../../src/platform/tables/read-table.ts');
const admin = await app.signedIn('administrator');

async function wordsAt(path: string): Promise<string> {
  const answer = await admin.get(path);
  assert.equal(answer.status, 200, path);
  return answer.text();
}

/** From the upload to the end; `before` may change things between the dry run and the import. */
async function moveIn(bytes: Uint8Array): Promise<string> {
  const { transfer_no } = await upload(admin, bytes);
  assert.notEqual(transfer_no, '');
  for (const step of ['checking', 'importing']) {
    assert.equal((await admin.post(`/transfers/${transfer_no}/${step}`)).status, 303);
    await sweepTransfers();
  }
  assert.equal((await rowOf(app, transfer_no)).state, 'done');
  return transfer_no;
}

test('a provider moves in: his table in GBK, its columns guessed, tried, imported, owned by his customers', async () => {
  const customer = await aPerson();
  const sites = [0, 1, 2, 3].map((n) => aSite(n));
  sites[0] = aSite(0, { 客户邮箱: customer.email.toUpperCase() });
  sites[3] = aSite(3, { 客户邮箱: 'nobody@example.com' });
  const { transfer_no } = await upload(admin, iconv.encode(csvOf(sites).toString(), 'gbk'));
  const place = `/transfers/${transfer_no}`;
  const page = await wordsAt(place);
  assert.match(page, /没有管局的主体 ID 或网站 ID/);
  assert.match(page, /杭州搬家0号有限公司/);
  assert.doesNotMatch(page, /13800138000|张三丰/);

  await admin.post(`${place}/checking`);
  await sweepTransfers();
  assert.match(await wordsAt(place), /正式导入 4 行/);
  assert.match(await wordsAt(place), /没有这个客户账号/);
  assert.equal(await serviceByDomain(app.db, 'moved0.cn'), undefined);

  await admin.post(`${place}/importing`);
  await sweepTransfers();
  const found = await entityByIcpNumber(app.db, '浙ICP备20000000号');
  assert.ok(found);
  const record = await entityRecord(app.db, found.entity_no);
  assert.deepEqual(
    [record?.entity.kind, record?.entity.id_type, record?.services.map(({ name }) => name)],
    ['4', '1', ['搬家0网', '搬家1网']],
  );
  assert.deepEqual(record?.services[0]?.content_types, ['8', '9']);
  assert.deepEqual(
    record?.services[0]?.accesses[0]?.ips.map(({ first }) => first),
    ['47.96.0.0'],
  );
  const service = await serviceByDomain(app.db, 'moved0.cn');
  assert.deepEqual(
    service?.accesses.map(({ is_ours }) => is_ours),
    [true],
  );
  assert.equal(await ownerOf(app.db, found.entity_no), customer.id);
  assert.match(await wordsAt(place), /4 行中导入 4 行/);
});

test('the same table once more changes nothing and adds nothing', async () => {
  const bytes = csvOf([10, 11, 12].map((n) => aSite(n)));
  await moveIn(bytes);
  const before = await app.db('filing_services').orderBy('id').select('service_no', 'icp_number');
  const again = await moveIn(bytes);
  const after = await app.db('filing_services').orderBy('id').select('service_no', 'icp_number');
  assert.deepEqual(after, before);
  const counts = JSON.parse((await rowOf(app, again)).counts_json);
  assert.deepEqual([counts.service_same, counts.service_new, counts.entity_new], [3, 0, 0]);
});

test('what is wrong is told at its row and cell, left out, and comes back as a table to mend', async () => {
  const sites = [
    aSite(20),
    aSite(21, { 域名: 'http:/bad', 主办单位: '' }),
    aSite(22, { 证件号码: '9.13301E+17' }),
    aSite(23, { 网站备案号: '浙ICP备99999999号-1' }),
    aSite(24, { 主体备案号: '京ICP备10000001号', 网站备案号: '京ICP备10000001号-1' }),
    aSite(25, { 网站名称: '=1+1' }),
    aSite(26, { 网站备案号: '' }),
  ];
  sites.push(aSite(25, { 主办单位: '与上面不同的名称', 网站备案号: '浙ICP备20000012号-3' }), {
    ...aSite(28),
    内部编号: '=HYPERLINK("x")',
    服务器IP: '47.96.1.300',
  });
  const transfer_no = await moveIn(csvOf(sites));
  const row = await rowOf(app, transfer_no);
  assert.deepEqual([row.done_rows, row.bad_rows], [9, 7]);
  const answer = await admin.post(`/transfers/${transfer_no}/faults`);
  assert.match(answer.headers.get('content-disposition') ?? '', /attachment/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const rows = (await all(readTable(bytes))).map(({ cells }) => cells);
  assert.deepEqual(rows[0], [...HEADINGS, '原行号', '没有导入的原因']);
  const told = Object.fromEntries(rows.slice(1).map((cells) => [cells.at(-2), cells.at(-1)]));
  assert.deepEqual(Object.keys(told), ['3', '4', '5', '6', '8', '9', '10']);
  assert.match(told['3'] ?? '', /网站域名：.*缺主办单位名称/);
  assert.match(told['4'] ?? '', /存成了数字/);
  assert.match(told['5'] ?? '', /对不上/);
  assert.match(told['6'] ?? '', /还没有设置北京的管局接口/);
  assert.match(told['8'] ?? '', /缺网站备案号/);
  assert.match(told['9'] ?? '', /主办单位名称与第 7 行不一致/);
  assert.match(told['10'] ?? '', /IP 地址/);
  assert.ok(bytes.toString().includes(`"'=HYPERLINK(""x"")"`));
  // Mended, that table is imported as it is.
  const mended = rows
    .slice(0, 2)
    .map((cells) => cells.map((cell) => (cell === 'http:/bad' ? 'mended21.cn' : cell)));
  const [head = [], first = []] = mended;
  first[HEADINGS.indexOf('主办单位')] = '杭州搬家10号有限公司';
  const again = [head, first].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n');
  await moveIn(Buffer.from(again));
  assert.notEqual(await serviceByDomain(app.db, 'mended21.cn'), undefined);
  const stored = JSON.stringify(await app.db('transfer_faults').select());
  assert.doesNotMatch(stored, /搬家|9\.13301|91330100/, 'no cell is kept beside the sealed file');
});

test('columns that somebody named are remembered for the next table', async () => {
  const odd = HEADINGS.map((heading) => (heading === '域名' ? '站点标识（旧）' : heading));
  const first = await upload(admin, csvOf([aSite(40)], odd));
  const columns = Object.fromEntries(odd.map((_, at) => [`columns.${at}`, '']));
  const place = `/transfers/${first.transfer_no}`;
  assert.match(await wordsAt(place), /还没有对应：网站域名/);
  const twice = { ...columns, 'columns.1': 'entity_name', 'columns.8': 'entity_name' };
  const refused = await admin.post(`${place}/columns`, twice);
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /已对应了另一列/);
  const said = {
    ...columns,
    'columns.1': 'entity_name',
    'columns.7': 'service_icp_number',
    'columns.9': 'domains',
  };
  assert.equal((await admin.post(`${place}/columns`, said)).status, 303);
  const second = await upload(admin, csvOf([aSite(41)], odd));
  assert.doesNotMatch(await wordsAt(`/transfers/${second.transfer_no}`), /还没有对应/);
  await app.db('transfer_headings').delete();
});

test('a file that is no table leaves nothing behind', async () => {
  const before = await app.db('transfers').count({ count: '*' }).first();
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('只有表头,域名\n'),
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]),
  ]) {
    const { answer } = await upload(admin, bytes);
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /class="field has-error"/);
  }
  assert.equal((await upload(admin, Buffer.alloc(21 * 1024 * 1024))).answer.status, 413);
  assert.deepEqual(await app.db('transfers').count({ count: '*' }).first(), before);
});

test('an import that is stopped keeps what it did and goes on from there', async () => {
  const { transfer_no } = await upload(
    admin,
    csvOf(Array.from({ length: 50 }, (_, n) => aSite(100 + n))),
  );
  const place = `/transfers/${transfer_no}`;
  await admin.post(`${place}/checking`);
  await sweepTransfers();
  await admin.post(`${place}/importing`);
  assert.equal((await admin.post(`${place}/stopping`)).status, 303);
  await sweepTransfers();
  const stopped = await rowOf(app, transfer_no);
  assert.deepEqual([stopped.state, stopped.done_rows], ['stopped', 20]);
  assert.equal((await admin.post(`${place}/columns`, {})).status, 409);
  assert.match(await wordsAt(place), /继续导入/);
  await admin.post(`${place}/importing`);
  await sweepTransfers();
  const done = await rowOf(app, transfer_no);
  assert.deepEqual(
    [done.state, done.done_rows, JSON.parse(done.counts_json).service_new],
    ['done', 50, 50],
  );
});

test('a file and what was wrong in it are gone when their time is over, or when somebody says so', async () => {
  const first = await moveIn(csvOf([aSite(60, { 域名: '' }), aSite(62, { 服务器IP: 'x' })]));
  const second = await moveIn(csvOf([aSite(64)]));
  await app
    .db('transfers')
    .where({ transfer_no: first })
    .update({ expires_at: new Date(0) });
  await sweepFiles();
  await admin.post(`/transfers/${second}/removal`);
  for (const transfer_no of [first, second]) {
    const { state, pieces } = await rowOf(app, transfer_no);
    assert.deepEqual([state, pieces], ['expired', 0]);
    assert.equal((await admin.post(`/transfers/${transfer_no}/faults`)).status, 409);
    assert.equal((await admin.get(`/transfers/${transfer_no}`)).status, 200);
  }
  const { storage } = await import('../../../src/documents/storage.ts');
  await assert.rejects((await storage()).get(`${first}/p0`));
});

test('who may not manage bureaus imports nothing, and sees no import', async () => {
  const { transfer_no } = await upload(admin, csvOf([aSite(70)]));
  for (const role of ['reviewer', 'auditor']) {
    const other = await app.signedIn(role);
    assert.equal((await upload(other, csvOf([aSite(71)]))).answer.status, 403);
    assert.equal((await other.get(`/transfers/${transfer_no}`)).status, 404);
    assert.equal((await other.post(`/transfers/${transfer_no}/removal`)).status, 404);
    assert.doesNotMatch(await (await other.get('/transfers')).text(), new RegExp(transfer_no));
  }
  assert.equal((await (await app.signedIn('customer')).get('/transfers')).status, 403);
});

test('a spreadsheet comes in like a CSV, its title row passed over', async () => {
  const cells = (texts: readonly string[]) =>
    texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');
  const site = aSite(80);
  const rows = [['网站备案信息汇总'], HEADINGS, HEADINGS.map((heading) => site[heading] ?? '')];
  const sheet = rows.map((row, n) => `<row r="${n + 1}">${cells(row)}</row>`).join('');
  const transfer_no = await moveIn(await xlsxOf({ rows: sheet }));
  assert.equal((await rowOf(app, transfer_no)).total_rows, 1);
  assert.notEqual(await serviceByDomain(app.db, 'moved80.cn'), undefined);
});
