import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { record, SYSTEM } = await import('../../src/audit/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');

const auditor = await app.signedIn('auditor');
await inTransaction(async (trx) => {
  const person = { kind: 'user', id: 4711, name: '张丰样', ip: '203.0.113.77' } as const;
  await record(trx, person, 'filing.submitted', 'filing:BATEST1', { from: 'draft' });
  for (let i = 0; i < 120; i++) await record(trx, SYSTEM, 'bulk.done', `bulk:${i}`);
});

test('before there was anything to verify, the page says so, and when it will be verified', async () => {
  const { verifyAndKeep } = await import('../../src/audit/verify.ts');
  await app
    .db('schedules')
    .insert({ name: 'audit.verify', next_at: new Date('2027-01-02T03:04:00Z') });
  assert.match(await (await auditor.get('/audit')).text(), /tone-idle">还没有校验/);
  const { GENESIS, headMac } = await import('../../src/audit/canonical.ts');
  const empty = { chain_no: 0, hash: GENESIS, mac: headMac(0, GENESIS) };
  await app
    .db('audit_heads')
    .insert({ id: 1, ...empty, checked_at: null, checked_entries: null, fault: null });
  await verifyAndKeep(app.db);
  const page = await (await auditor.get('/audit')).text();
  assert.match(page, /tone-idle">还没有校验/);
  assert.doesNotMatch(page, /前 0 条/);
  assert.match(page, /下次自动校验：<time[^>]*>2027-01-02 11:04/);
});

test('auditors and administrators see the record, others do not', async () => {
  for (const [role, status] of [
    ['auditor', 200],
    ['administrator', 200],
    ['reviewer', 403],
    ['operator', 403],
    ['customer', 403],
  ] as const) {
    const browser = await app.signedIn(role);
    assert.equal((await browser.get('/audit')).status, status, role);
    if (status === 403) assert.equal((await browser.post('/audit/verifications')).status, 403);
  }
  assert.equal((await app.client().get('/audit')).status, 303);
});

test('a person in the record is masked until somebody says why, and that is recorded', async () => {
  const entry = await app.db('audit_entries').where({ subject: 'filing:BATEST1' }).first();
  const url = `/audit/${entry?.entry_no}`;
  for (const path of ['/audit?subject=filing:BATEST1', url]) {
    const page = await (await auditor.get(path)).text();
    assert.match(page, /张\*样/);
    assert.doesNotMatch(page, /张丰样|113\.77/);
  }
  assert.equal((await auditor.post(`${url}/actor`, { reason: '' })).status, 422);
  const shown = await (await auditor.post(`${url}/actor`, { reason: '核对异常登录' })).text();
  assert.match(shown, /张丰样（203\.0\.113\.77）/);
  const kept = await app.db('audit_entries').where({ action: 'audit.actor_shown' }).first();
  assert.equal(kept?.subject, `audit:${entry?.entry_no}`);
  assert.equal((await auditor.get('/audit/SJNOTHERE')).status, 404);
});

test('the record is filtered by action, object, person and day', async () => {
  const count = async (query: string) =>
    [...(await (await auditor.get(`/audit?${query}`)).text()).matchAll(/<th scope="row"/g)].length;
  assert.equal(await count('subject=filing:BATEST1'), 1);
  assert.equal(await count('action=filing.'), 1);
  assert.equal(await count('actor_id=4711'), 1);
  assert.equal(await count('action=%25'), 0);
  assert.equal(await count('subject=filing:BATEST1&from=2020-01-01&to=2020-12-31'), 0);
  assert.equal((await auditor.get('/audit?from=yesterday')).status, 422);
});

test('paging shows every entry once', async () => {
  const seen: string[] = [];
  for (let path: string | undefined = '/audit?action=bulk.'; path; ) {
    const page: string = await (await auditor.get(path)).text();
    seen.push(...[...page.matchAll(/href="\/audit\/(SJ\w+)"/g)].map(([, no]) => no ?? ''));
    path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  }
  assert.equal(seen.length, 120);
  assert.equal(new Set(seen).size, 120);
});

test('one press verifies the whole record and the badge says so', async () => {
  assert.match(await (await auditor.get('/audit')).text(), /还没有校验/);
  assert.equal((await auditor.post('/audit/verifications')).status, 303);
  assert.match(await (await auditor.get('/audit')).text(), /已校验/);
  await app.db.raw("update audit_entries set subject = 'x' where chain_no = 3");
  await auditor.post('/audit/verifications');
  const page = await (await auditor.get('/audit')).text();
  assert.match(page, /校验未通过/);
  assert.match(page, /第 3 条：记录内容被改动/);
});
