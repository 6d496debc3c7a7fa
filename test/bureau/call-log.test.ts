import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { queue, startBureau } from './setup.ts';

const app = await start();
const { db } = app;
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no'], '浙江管局');
const { exchange } = await import('../../src/bureau/index.ts');
const { now, DAY } = await import('../../src/platform/clock.ts');
const operator = await app.signedIn('administrator');
await queue(bureau.name, 'BA1', 1);
await exchange(bureau.name);
const page = async (query = '') => {
  const answer = await operator.get(`/bureau-calls${query}`);
  assert.equal(answer.status, 200, query);
  return answer.text();
};
/** The rows of the list, without its heading. */
const rows = (html: string) => html.match(/<tbody[\s\S]*<\/tbody>/)?.[0] ?? '';

test('every call is listed with what it carried, and none of its secrets', async () => {
  const html = rows(await page());
  assert.match(html, /isp_upload/);
  assert.match(html, /序号 1/);
  assert.match(html, /beianInfo=（\d+ 字节）/);
  assert.match(html, /pwdHash=（不记录）/);
  const { accountOf } = await import('../../src/bureau/bureaus/bureaus.ts');
  const { password, cipher } = accountOf((await db('bureaus').first())!);
  const secrets = [password, cipher?.key, cipher?.iv].filter(Boolean);
  assert.equal(secrets.length, 3);
  const log = JSON.stringify(await db('outgoing_calls'));
  for (const secret of secrets) assert.equal(log.includes(String(secret)), false);
});

test('the list is narrowed by method, outcome, sequence and day, in the address', async () => {
  const call = { system: 'bureau', target: 'x', detail: null, details_json: null, took_ms: 5 };
  await db('outgoing_calls').insert([
    {
      ...call,
      action: 'isp_upload',
      subject: 'bureau:江苏_管局#77',
      outcome: 'msg_code 15',
      at: now(),
    },
    { ...call, action: 'isp_download', subject: 'bureau:江苏_管局', outcome: 'failed', at: now() },
  ]);
  const count = async (query: string) => rows(await page(query)).match(/<tr/g)?.length ?? 0;
  assert.equal(await count('?outcome=refused'), 1);
  assert.equal(await count('?outcome=15'), 1);
  assert.equal(await count('?outcome=failed'), 1);
  assert.equal(await count('?sequence=77'), 1);
  assert.equal(await count(`?bureau=${encodeURIComponent('江苏_管局')}`), 2);
  assert.equal(await count(`?bureau=${encodeURIComponent('江苏x管局')}`), 0);
  assert.equal(await count('?from=2099-01-01'), 0);
  assert.match(await page('?outcome=%00&from=yesterday&before=x&sequence=-1'), /调用记录/);
});

test('the last day is counted by the hour, refusals and silence apart', async () => {
  const { lastDay } = await import('../../src/bureau/console/call-log.ts');
  const hours = await lastDay(db);
  const sum = (key: 'calls' | 'refused' | 'failed') =>
    hours.reduce((all, hour) => all + hour[key], 0);
  assert.equal(hours.length, 24);
  assert.equal(sum('calls'), (await db('outgoing_calls').where({ system: 'bureau' })).length);
  assert.deepEqual([sum('refused'), sum('failed')], [1, 1]);
  assert.ok(hours.at(-1)!.slowest_ms >= 5);
});

test('what is older than it must be kept goes, the rest stays', async () => {
  const { CALLS_KEPT_DAYS, forgetOldCalls } = await import('../../src/platform/outgoing.ts');
  assert.ok(CALLS_KEPT_DAYS >= 180);
  const before = (await db('outgoing_calls')).length;
  const old = {
    system: 'bureau',
    action: 'isp_download',
    target: 'x',
    subject: null,
    outcome: 'failed',
  };
  const at = new Date(now().getTime() - (CALLS_KEPT_DAYS + 1) * DAY);
  await db('outgoing_calls').insert({ ...old, detail: null, details_json: null, took_ms: 1, at });
  await forgetOldCalls();
  assert.equal((await db('outgoing_calls')).length, before);
});
