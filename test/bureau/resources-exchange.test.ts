import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordToQueue } from '../../src/bureau/index.ts';
import { getJson } from '../sandbox/process.ts';
import { asking, said } from './asking.ts';
import { withSchemas } from './schemas.ts';
import { startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchange, queueRecord } = await import('../../src/bureau/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { id: bureau_id } = (await db('bureaus').where({ name: bureau.name }).first())!;
const { ask, resultsOf, statusOf } = asking(db, bureau.name);
const range = { first: '203.0.113.0', last: '203.0.113.255' };

const put = (record: Omit<RecordToQueue, 'bureau_id'>) =>
  // The union is taken apart and put together again with its bureau.
  inTransaction((trx) => queueRecord(trx, () => {}, { bureau_id, ...record } as RecordToQueue));

test('where addresses come from goes up before what is assigned of them, whichever was in line first', async () => {
  const assignment = { ...range, way: '3', mode: '1', assigned_on: '2026-01-31' } as const;
  await put({ subject: 'IPFP', kind: 'add_ip_assignment', filing: assignment });
  await put({
    subject: 'IPLY',
    kind: 'add_ip_source',
    filing: { ...range, source_unit_id: '10002' },
  });
  const { uploaded } = await exchange(bureau.name);
  assert.deepEqual(
    uploaded.map(({ sequence, msg_code }) => [sequence, msg_code]),
    [
      [1, 0],
      [2, 0],
    ],
  );
  const first = await (await fetch(`${bureau.url}/_control/uploads/1`)).text();
  const second = await (await fetch(`${bureau.url}/_control/uploads/2`)).text();
  assert.match(first, /<UploadData version="V.3.0"><IP><XZBA><Xzly><Ly><IspId>\d+<\/IspId>/);
  assert.match(first, /<\/Xzly><\/XZBA><Qqdwid>10001<\/Qqdwid><\/IP><\/UploadData>$/);
  assert.match(second, /<IP><XZBA><Xzfp><Fpsy><IspId>\d+<\/IspId><Qsip>3405803776<\/Qsip>/);
});

test('each row is answered under our own number for it', async () => {
  for (const subject of ['IPLY', 'IPFP']) {
    const results = await until(async () => {
      await exchange(bureau.name);
      const found = await resultsOf(subject);
      return found.some(({ kind }) => kind === 'data_result') && found;
    });
    assert.deepEqual(said(results), ['2998'], subject);
    const { record_no } = results.find(({ kind }) => kind === 'data_result')!;
    assert.equal(await statusOf(record_no ?? ''), 'answered', subject);
  }
});

test('a row that is changed or removed is answered under the bureau’s number, and awaits nothing more', async () => {
  const { ip_records } = await getJson<{ ip_records: { id: number; table: string }[] }>(
    `${bureau.url}/_control/state`,
  );
  const bureau_id = String(ip_records.find(({ table }) => table === 'Fpjg')?.id);
  const filing = { ...range, way: '3', mode: '2', assigned_on: '2026-02-28', bureau_id } as const;
  const changed = await ask(
    { subject: 'IPXG', kind: 'change_ip_assignment', filing },
    'data_result',
  );
  assert.deepEqual(said(changed.results), ['2998']);
  assert.equal(await statusOf(changed.record_no), 'answered');
  const gone = { bureau_id };
  const removed = await ask(
    { subject: 'IPSC', kind: 'remove_ip_assignment', filing: gone },
    'data_result',
  );
  assert.deepEqual(said(removed.results), ['2998']);
  assert.equal(await statusOf(removed.record_no), 'answered');
});

test('a refusal of a row that is not there reaches the record that asked, and is the last word', async () => {
  const filing = { bureau_id: '999999' };
  const refused = await ask({ subject: 'IPWU', kind: 'remove_ip_source', filing }, 'data_result');
  assert.deepEqual(said(refused.results), ['2055']);
  assert.equal(await statusOf(refused.record_no), 'answered');
  assert.equal((await db('bureau_tasks')).length, 0);
});

test('what an assignment needs depends on its way, and is told at its field', async () => {
  const faults = async (filing: object) => {
    const record = { subject: 'IPNO', kind: 'add_ip_assignment', filing };
    const refused = await put(record as Omit<RecordToQueue, 'bureau_id'>).catch((error) => error);
    return Object.keys(refused.fields ?? {}).sort();
  };
  assert.deepEqual(await faults({ ...range, way: '2' }), ['assignee_unit_id']);
  assert.deepEqual(await faults({ ...range, way: '3' }), ['assigned_on', 'mode']);
  assert.deepEqual(await faults({ ...range, way: '5' }), ['way']);
  assert.deepEqual(await faults({ ...range, way: '1', mode: '1', assigned_on: '2026-01-31' }), [
    ...['address', 'city_code', 'contact_email', 'contact_name', 'contact_phone'],
    ...['holder_kind', 'holder_name', 'province_code'],
  ]);
});

test('every file of addresses fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
