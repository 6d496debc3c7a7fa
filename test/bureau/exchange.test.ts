import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSchemas } from './schemas.ts';
import { queue, startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchange, pendingResults, settleResult } = await import('../../src/bureau/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);

const kinds = async (subject: string) =>
  (await pendingResults(db, 1000)).filter((r) => r.subject === subject).map(({ kind }) => kind);

/** Exchanges until the bureau has said its last word about a filing. */
const exchangeUntil = (subject: string, kind: 'data_result' | 'published') =>
  until(async () => {
    await exchange(bureau.name);
    return (await kinds(subject)).includes(kind);
  });

test('a filing goes up, is decided, and comes back as a published record with its numbers', async () => {
  await queue(bureau.name, 'BA0001', 1);
  const report = await exchange(bureau.name);
  assert.deepEqual(report.uploaded, [{ sequence: 1, records: 1, msg_code: 0 }]);
  assert.equal((await kinds('BA0001'))[0], 'accepted');
  await exchangeUntil('BA0001', 'published');
  const results = (await pendingResults(db, 100)).filter((r) => r.subject === 'BA0001');
  const published = results.find((r) => r.kind === 'published');
  assert.ok(published?.kind === 'published');
  assert.match(published.entity.icp_number ?? '', /^浙ICP备\d+号$/);
  assert.match(published.entity.bureau_entity_id, /^\d+$/);
  assert.equal(published.services.length, 1);
  const [service] = published.services;
  assert.equal(service?.index, 0);
  assert.match(service?.icp_number ?? '', /^浙ICP备\d+号-1$/);
  assert.equal(service?.domains[0]?.domain, 'beika1.cn');
  assert.equal(service?.accesses[0]?.provider_id, '10001');
  const review = results.find((r) => r.kind === 'review');
  assert.ok(review?.kind === 'review' && review.passed && review.operation === 'initial');
  const data = results.find((r) => r.kind === 'data_result');
  assert.ok(data?.kind === 'data_result' && !data.refused);
  assert.deepEqual(
    data.codes.map(({ code }) => code),
    ['1001'],
  );
});

test('a refused record brings every code with its text, and goes up again under the same numbers', async () => {
  const { aFiling } = await import('./filings.ts');
  const { queueRecord } = await import('../../src/bureau/index.ts');
  const filing = aFiling(2);
  filing.services[0]!.domains = ['beika2.nosuch'];
  filing.services[0]!.home_url = '';
  filing.entity.leader.email = 'not-a-mail';
  const { id: bureau_id } = (await db('bureaus').where({ name: bureau.name }).first())!;
  const put = () =>
    inTransaction((trx) =>
      queueRecord(trx, () => {}, { bureau_id, subject: 'BA0002', kind: 'initial', filing }),
    );
  await put();
  await exchangeUntil('BA0002', 'data_result');
  const refused = (await pendingResults(db, 100)).find(
    (r) => r.subject === 'BA0002' && r.kind === 'data_result',
  );
  assert.ok(refused?.kind === 'data_result' && refused.refused);
  assert.deepEqual(refused.codes.map(({ code }) => code).sort(), ['1004', '1009']);
  assert.ok(refused.codes.every(({ text }) => text !== ''));
  assert.equal(refused.operation, 'initial');

  const before = await db('bureau_ids').where({ subject: 'BA0002' }).orderBy('id');
  filing.services[0]!.domains = ['beika2.cn'];
  filing.entity.leader.email = 'a@example.com';
  await put();
  await exchangeUntil('BA0002', 'published');
  const after = await db('bureau_ids').where({ subject: 'BA0002' }).orderBy('id');
  const kept = new Map(after.map(({ path, id }) => [path, id]));
  for (const { path, id } of before) assert.equal(kept.get(path), id, path);
  assert.equal(after.length, before.length + 1);
});

test('records that come together go up in one file', async () => {
  for (const n of [11, 12, 13]) await queue(bureau.name, `BA00${n}`, n);
  const report = await exchange(bureau.name);
  assert.equal(report.uploaded.length, 1);
  assert.equal(report.uploaded[0]?.records, 3);
  for (const n of [11, 12, 13]) assert.equal((await kinds(`BA00${n}`))[0], 'accepted');
});

test('a filing that is in line is not put in line twice', async () => {
  await queue(bureau.name, 'BA0020', 20);
  await assert.rejects(queue(bureau.name, 'BA0020', 20), /已在等待上报/);
  await exchange(bureau.name);
});

test('a result is settled by one only, and not offered again', async () => {
  const [first] = await pendingResults(db, 1);
  assert.ok(first);
  const settle = () => inTransaction((trx) => settleResult(trx, first.id));
  const settled = await Promise.all([settle(), settle(), settle()]);
  assert.deepEqual(settled.filter(Boolean), [true]);
  assert.notEqual((await pendingResults(db, 1))[0]?.id, first.id);
});

test('what cannot be understood waits whole in the inbox; a full list waits for its confirmation', async () => {
  await bureau.control('notice', { kind: 'HMDLB', items: [{ Dwmc: '无证件公司' }] });
  await bureau.control('record', {
    isp_id: 10001,
    certificate_number: '91350100M000100Y43',
    domain: 'filed.cn',
  });
  await bureau.control('notice', { kind: 'SJTB', items: [] });
  await exchange(bureau.name);
  const inbox = await db('bureau_inbox').orderBy('id');
  assert.deepEqual([...new Set(inbox.map(({ kind }) => kind))].sort(), ['HMDLB']);
  assert.equal((await db('bureau_resyncs').where({ state: 'waiting' })).length, 1);
  const { readBody } = await import('../../src/bureau/bodies.ts');
  const { unpackDownload } = await import('../../src/bureau/wire/envelope.ts');
  const notice = inbox.find(({ kind }) => kind === 'HMDLB');
  assert.match((await unpackDownload(await readBody(db, notice!.body_no))).xml, /无证件公司/);
});

test('code tables that a bureau sends are kept in versions, and its own only once', async () => {
  const { codeTable } = await import('../../src/bureau/index.ts');
  const { loadCodeTables } = await import('../../seeds/code-tables.ts');
  await loadCodeTables(db);
  assert.deepEqual((await loadCodeTables(db)).loaded, []);
  for (const _ of [1, 2]) {
    await bureau.control('notice', { kind: 'JCDM', items: [] });
    await exchange(bureau.name);
  }
  const versions = await db('code_tables').where({ table_name: 'content_types', source: 'bureau' });
  assert.equal(versions.length, 1);
  const rows = await codeTable(db, 'content_types');
  assert.deepEqual(rows, JSON.parse(versions[0]!.rows_json));
  const cards = (await codeTable(db, 'id_types')).find(({ name }) => name === '居民身份证');
  assert.equal(cards?.id, '2');
  assert.equal(cards?.extra?.['person'], true, 'what the seed knows besides goes on');
  assert.ok(
    (await codeTable(db, 'server_locations')).length > 30,
    'the seed stands where nothing came',
  );
});

test('everything that went up fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
