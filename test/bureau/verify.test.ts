import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { getJson } from '../sandbox/process.ts';
import { queue, startBureau } from './setup.ts';

const app = await start();
const { db } = app;
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { exchange, wantStatus } = await import('../../src/bureau/index.ts');
const { askWanted } = await import('../../src/bureau/status/ask.ts');
const { savedThisMonth, writeCounts } = await import('../../src/bureau/status/saved.ts');
const { redis } = await import('../../src/platform/redis.ts');
const { forgetLimits } = await import('../security/limits.ts');
await queue(bureau.name, 'BA1', 1);
for (let round = 0; round < 30; round++) {
  await exchange(bureau.name);
  if (await db('bureau_results').where({ subject: 'BA1', kind: 'published' }).first()) break;
}
interface Entity {
  password: string;
  fields: Record<string, string>;
}
const { entities } = await getJson<{ entities: Entity[] }>(`${bureau.url}/_control/state`);
const [entity] = entities;
const icp_number = entity?.fields['Baxh'] ?? '';
const right = entity?.password ?? '';
const operator = await app.signedIn('administrator');
const verify = async (filing_password: string) => {
  await forgetLimits();
  const answer = await operator.post('/bureaus/zj/filing-password', {
    icp_number,
    filing_password,
  });
  return { status: answer.status, html: await answer.text() };
};
const asked = async () => (await bureau.calls('isp_verifybamm')).length;

test('a filing password is told right or wrong, and within an hour the bureau is not asked again', async () => {
  assert.match((await verify(right)).html, /密码正确/);
  assert.match((await verify('wrong-one')).html, /密码不正确/);
  assert.equal(await asked(), 2);
  assert.match((await verify(right)).html, /没有再问管局/);
  assert.match((await verify('wrong-one')).html, /密码不正确/);
  assert.equal(await asked(), 2);
});

test('the password stands nowhere: not in the log of calls, the audit, the cache or the page', async () => {
  const { html } = await verify(right);
  const keys = await redis().keys('*');
  const values = await Promise.all(
    keys.map((key) =>
      redis()
        .get(key)
        .catch(() => ''),
    ),
  );
  const kept = JSON.stringify([
    await db('outgoing_calls'),
    await db('audit_entries'),
    keys,
    values,
  ]);
  for (const place of [html, kept]) assert.equal(place.includes(right), false);
  const call = await db('outgoing_calls').where({ action: 'isp_verifybamm' }).first();
  assert.match(String(call?.details_json), /不记录/);
});

test('after too many wrong tries the bureau is left alone about this number', async () => {
  for (let n = 0; n < 4; n++) await verify(`guess-${n}`);
  const locked = await verify('guess-last');
  assert.match(locked.html, /错误次数过多/);
  const before = await asked();
  assert.match((await verify('another')).html, /错误次数过多/);
  assert.equal(await asked(), before);
});

test('a paused bureau is not asked, and an empty form is told what it lacks', async () => {
  await db('bureaus').where({ name: 'zj' }).update({ paused_at: new Date() });
  await redis().flushdb();
  const before = await asked();
  const refused = await verify('any');
  assert.equal(refused.status, 409);
  assert.match(refused.html, /已暂停/);
  assert.equal(await asked(), before);
  await db('bureaus').where({ name: 'zj' }).update({ paused_at: null });
  assert.equal((await verify('')).status, 422);
});

test('questions asked and saved are counted, shown and measured', async () => {
  await writeCounts();
  const before = await savedThisMonth(db);
  assert.ok(before.asked >= 6 && before.saved >= 4, JSON.stringify(before));
  const domain = { type: '0', value: 'beika1.cn' };
  await wantStatus(db, domain);
  await wantStatus(db, domain);
  await askWanted();
  for (let n = 0; n < 3; n++) await wantStatus(db, domain);
  await writeCounts();
  const since = await savedThisMonth(db);
  assert.deepEqual([since.asked - before.asked, since.saved - before.saved], [1, 4]);
  const page = await (await operator.get('/bureau-calls')).text();
  assert.match(page, new RegExp(`省下 ${since.saved} 次询问`));
  const metrics = await (await app.client().get('/metrics')).text();
  assert.match(metrics, /beika_bureau_calls_saved_total\{kind="isp_querybeianstatus"\} 4/);
});
