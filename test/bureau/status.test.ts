import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queue, startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { exchange, knownStatus, wantStatus } = await import('../../src/bureau/index.ts');
const { askWanted } = await import('../../src/bureau/status/ask.ts');
const { shiftClock, DAY } = await import('../../src/platform/clock.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { statusSetting } = await import('../../src/bureau/status/settings.ts');
const domain = (value: string) => ({ type: '0', value });
const asked = async () => (await bureau.calls('isp_querybeianstatus')).length;

test('nobody is asked for what is only looked at; who wants an answer gets it once, for all who wait', async () => {
  await queue(bureau.name, 'BA1', 1);
  for (let round = 0; round < 30; round++) {
    await exchange(bureau.name);
    if (await db('bureau_results').where({ subject: 'BA1', kind: 'published' }).first()) break;
  }
  assert.equal((await knownStatus(db, domain('beika1.cn'))).state, 'unknown');
  assert.equal(await asked(), 0);
  await Promise.all([1, 2, 3].map(() => wantStatus(db, domain('Beika1.CN '))));
  await Promise.all([askWanted(), askWanted()]);
  assert.equal(await asked(), 1);
  const known = await knownStatus(db, domain('beika1.cn'));
  assert.equal(known.state, 'filed');
  assert.match(String(known.entity_number), /ICP备/);
  assert.match(String(known.service_number), /-1$/);
});

test('a fresh answer saves the call, an old one is asked anew, and a change is kept', async () => {
  await wantStatus(db, domain('beika1.cn'));
  assert.equal(await askWanted(), 0);
  shiftClock(2 * DAY);
  const old = await wantStatus(db, domain('beika1.cn'));
  assert.deepEqual([old.state, old.is_fresh], ['filed', false]);
  assert.equal(await askWanted(), 1);
  assert.equal(await asked(), 2);
  await wantStatus(db, domain('nobody.cn'));
  await askWanted();
  assert.equal((await knownStatus(db, domain('nobody.cn'))).state, 'unfiled');
});

test('questions keep to their pace', async () => {
  await writeSetting(db, statusSetting, { filed_hours: 24, unfiled_minutes: 60, per_minute: 12 });
  for (let n = 0; n < 5; n++) await wantStatus(db, domain(`many${n}.cn`));
  const before = await asked();
  await askWanted();
  assert.equal((await asked()) - before, 2);
});

test('a bureau that does not answer is asked again later, less and less often, and nothing is lost', async () => {
  await db('bureau_status_answers').update({ wanted_at: null });
  const { query_wsdl } = (await db('bureaus').first())!;
  await db('bureaus').update({ query_wsdl: 'http://127.0.0.1:1/none?wsdl' });
  await wantStatus(db, domain('later.cn'));
  assert.equal(await askWanted(), 0);
  assert.equal(await askWanted(), 0, 'not at once again');
  const row = await db('bureau_status_answers').whereNotNull('wanted_at').first();
  assert.equal(row?.tries, 1);
  assert.match(String(row?.last_error), /WSDL|连接/);
  await db('bureaus').update({ query_wsdl });
  shiftClock(3 * DAY);
  assert.equal(await askWanted(), 1);
});

test('what was asked about stands nowhere in the clear', async () => {
  const before = await asked();
  await wantStatus(db, { type: '2', value: '110105194912310021' });
  assert.equal(await askWanted(), 1);
  assert.equal(await asked(), before + 1);
  const kept = JSON.stringify([await db('bureau_status_answers'), await db('outgoing_calls')]);
  assert.doesNotMatch(kept, /110105194912310021/);
});
