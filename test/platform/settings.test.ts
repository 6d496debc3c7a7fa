import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { start } from '../harness.ts';

const app = await start();
const settings = await import('../../src/platform/settings.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { defineSetting, readSetting, writeSetting } = settings;

const open = defineSetting({
  key: 'test.open',
  title: '试',
  secret: false,
  schema: z.object({ count: z.number().max(10) }).default({ count: 1 }),
});
const secret = defineSetting({
  key: 'test.secret',
  title: '密',
  secret: true,
  schema: z.object({ password: z.string() }).default({ password: '' }),
});

test('a setting that nobody wrote has its default', async () => {
  assert.deepEqual(await readSetting(open), { count: 1 });
});

test('a written setting is read at once, and refused whole when it is wrong', async () => {
  await writeSetting(app.db, open, { count: 2 });
  assert.deepEqual(await readSetting(open), { count: 2 });
  await assert.rejects(writeSetting(app.db, open, { count: 11 }), /不能大于 10/);
  assert.deepEqual(await readSetting(open), { count: 2 });
});

test('who reads while another writes sees the new value as soon as it is through', async () => {
  await inTransaction(async (trx) => {
    await writeSetting(trx, open, { count: 3 });
    assert.deepEqual(await readSetting(open), { count: 2 }, 'not yet committed');
  });
  assert.deepEqual(await readSetting(open), { count: 3 });
  const undone = inTransaction(async (trx) => {
    await writeSetting(trx, open, { count: 4 });
    throw new Error('undone');
  });
  await assert.rejects(undone);
  assert.deepEqual(await readSetting(open), { count: 3 });
});

test('a secret lies sealed in the table, bound to its own name', async () => {
  await writeSetting(app.db, secret, { password: 'correct horse 42' });
  assert.deepEqual(await readSetting(secret), { password: 'correct horse 42' });
  const row = await app.db('settings').where({ name: 'test.secret' }).first();
  assert.match(row?.value_json ?? '', /^v1\./);
  const other = defineSetting({ ...secret, key: 'test.other' });
  if (row) await app.db('settings').insert({ ...row, name: 'test.other' });
  settings.forgetSettings();
  await assert.rejects(readSetting(other));
});

test('a name that the program does not know is refused', () => {
  assert.throws(() => settings.settingNamed('no.such'), /没有名为 no.such 的设置/);
  assert.throws(() => settings.settingNamed('__proto__'), /没有名为/);
});
