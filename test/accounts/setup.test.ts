import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const accounts = await import('../../src/accounts/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');

const source = { ip: '203.0.113.8', secure: false, headers: {} };
const claim = (token: string, email: string) =>
  inTransaction((trx) =>
    accounts.claimSetup(
      trx,
      token,
      { email, name: '管理员', password: 'blue kettle sings 7' },
      source,
    ),
  );

test('the set-up link is the same in every process and is not stored', async () => {
  assert.equal(await accounts.setupNeeded(app.db), true);
  const token = await accounts.setupToken();
  assert.equal(await accounts.setupToken(), token);
  assert.equal(await accounts.isSetupToken(token), true);
  assert.equal(await accounts.isSetupToken(`${token}x`), false);
  assert.ok(!JSON.stringify(await app.db('settings').select()).includes(token));
});

test('a weak password leaves the link good', async () => {
  const token = await accounts.setupToken();
  const weak = { email: 'boss@example.com', name: '管理员', password: '1234567890' };
  await assert.rejects(
    inTransaction((trx) => accounts.claimSetup(trx, token, weak, source)),
    /太常见/,
  );
  assert.equal(await accounts.isSetupToken(token), true);
});

test('claimed by eight at once, the set-up makes one administrator', async () => {
  const token = await accounts.setupToken();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => claim(token, `boss${i}@example.com`)),
  );
  assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 1);
  assert.equal((await app.db('user_roles').where({ role: 'administrator' })).length, 1);
  assert.equal(await accounts.setupNeeded(app.db), false);
  assert.equal(await accounts.isSetupToken(token), false);
  await assert.rejects(claim(token, 'late@example.com'), /无效或已使用/);
});

test('an old link does nothing once the command line has made an administrator', async () => {
  await app.db('user_roles').delete();
  const token = await accounts.setupToken();
  await accounts.createAdmin('cli@example.com', 'blue kettle sings 7');
  await assert.rejects(claim(token, 'late2@example.com'), /无效或已使用/);
});

test('the command line refuses a weak password', async () => {
  await assert.rejects(accounts.createAdmin('weak@example.com', 'short'), /至少 10 位/);
});
