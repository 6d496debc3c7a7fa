import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { createUser } = await import('../../src/accounts/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { clientOf } = await import('../../src/accounts/clients/clients.ts');

const admin = await app.signedIn('administrator');
const owner = await inTransaction((trx) =>
  createUser(trx, { name: '面板', email: 'panel@example.com', roles: ['customer'] }),
);

async function aKey(): Promise<string> {
  const form = { name: '主机面板', owner: 'panel@example.com', permissions: ['filing.file'] };
  const page = await (await admin.post('/people/clients', form)).text();
  return /bk_[\w-]{43}/.exec(page)?.[0] ?? '';
}

test('a key is shown once and stored as a digest', async () => {
  const key = await aKey();
  assert.match(key, /^bk_/);
  assert.ok(!(await (await admin.get('/people/clients')).text()).includes(key));
  assert.ok(!JSON.stringify(await app.db('api_clients').select()).includes(key));
});

test('a program acts as its owner, with no more than it was given', async () => {
  const user = await clientOf(app.db, await aKey(), '203.0.113.5');
  assert.equal(user?.id, owner.id);
  assert.equal(user?.via, 'client');
  assert.equal(user?.actor.kind, 'client');
  assert.equal(user?.may('filing.file'), true);
  assert.equal(user?.may('filing.read_all'), false);
});

test('a key opens no page that is for the person himself', async () => {
  const headers = { authorization: `Bearer ${await aKey()}` };
  assert.equal((await app.client().fetch('/account', { headers })).status, 403);
  assert.equal((await app.client().fetch('/messages', { headers })).status, 403);
  assert.equal((await app.client().fetch('/filings', { headers })).status, 200);
});

test('a wrong or disabled key is refused', async () => {
  const key = await aKey();
  const call = (value: string) =>
    app.client().json('GET', '/messages', undefined, { authorization: `Bearer ${value}` });
  assert.equal((await call('bk_wrong')).status, 401);
  const row = await app.db('api_clients').orderBy('id', 'desc').first();
  assert.equal((await admin.post(`/people/clients/${row?.client_no}/disabling`)).status, 303);
  const refused = await call(key);
  assert.equal(refused.status, 401);
  assert.equal(refused.body.error.code, 'signin_required');
  assert.equal((await admin.post(`/people/clients/${row?.client_no}/disabling`)).status, 404);
});

test('the key of a disabled owner is dead at once', async () => {
  const key = await aKey();
  await admin.post(`/people/${owner.user_no}/disabling`);
  assert.equal(await clientOf(app.db, key, null), undefined);
  await admin.post(`/people/${owner.user_no}/disabling/removal`);
});

test('a key never has what its owner has not, and never manages people', async () => {
  for (const [form, words] of [
    [{ permissions: ['filing.read_all'] }, /所属账号自己没有这项权限/],
    [{ permissions: ['people.manage'] }, /请至少选择一项权限/],
    [{ owner: 'nobody@example.com' }, /没有这个启用的账号/],
    [{ name: '' }, /请给它起个名字/],
  ] as const) {
    const good = { name: '面板', owner: 'panel@example.com', permissions: ['filing.file'] };
    const permissions = [...('permissions' in form ? form.permissions : good.permissions)];
    const answer = await admin.post('/people/clients', { ...good, ...form, permissions });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), words);
  }
});
