import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aKeyOf, aPerson } = await import('../factories.ts');
const { clientOf } = await import('../../src/accounts/clients/clients.ts');
const { rowsKept, forgetClients } = await import('../../src/accounts/clients/kept-clients.ts');
const admin = await app.signedIn('administrator');
const clientNo = async (user_id: number) =>
  (await app.db('api_clients').where({ user_id }).first())?.client_no;

test('a key that is used all the time is dead with the answer that disables it', async () => {
  const owner = await aPerson('operator');
  const key = await aKeyOf(owner, ['domain.ask']);
  for (let n = 0; n < 3; n++) assert.ok(await clientOf(app.db, key, null));
  const at = `/people/clients/${await clientNo(owner.id)}/disabling`;
  assert.equal((await admin.post(at)).status, 303);
  assert.equal(await clientOf(app.db, key, null), undefined);
});

test('what another process has revoked ends within a second', async () => {
  const owner = await aPerson('operator');
  const key = await aKeyOf(owner, ['domain.ask']);
  assert.ok(await clientOf(app.db, key, null));
  await app.db('api_clients').where({ user_id: owner.id }).update({ disabled_at: new Date() });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(await clientOf(app.db, key, null), undefined);
});

test('what was read before a change is not kept after it', async () => {
  let finish = (_rows: string[]) => {};
  const slow = rowsKept('digest', () => new Promise<string[]>((resolve) => (finish = resolve)));
  forgetClients();
  finish(['old']);
  assert.deepEqual(await slow, ['old']);
  assert.deepEqual(await rowsKept('digest', async () => ['new']), ['new']);
});
