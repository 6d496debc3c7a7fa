import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { inTransaction, isDuplicate } = await import('../../src/platform/db.ts');
const insert = { value_json: '0', updated_at: new Date() };
await app.db('settings').insert([
  { name: 'test.a', ...insert },
  { name: 'test.b', ...insert },
]);
const storedIn = async (name: string) =>
  (await app.db('settings').where({ name }).first())?.value_json;

test('a transaction that the database sacrifices to a deadlock runs again, whole; both are done', async () => {
  const tries: Record<string, number> = {};
  const hastened: string[] = [];
  let arrived = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  const crosswise = (first: string, second: string) =>
    inTransaction(async (trx, after) => {
      tries[first] = (tries[first] ?? 0) + 1;
      after(async () => hastened.push(first));
      await trx('settings').where({ name: first }).update({ value_json: first });
      if (++arrived === 2) open();
      await both;
      await trx('settings').where({ name: second }).update({ value_json: first });
    });
  await Promise.all([crosswise('test.a', 'test.b'), crosswise('test.b', 'test.a')]);
  assert.equal((tries['test.a'] ?? 0) + (tries['test.b'] ?? 0), 3);
  assert.deepEqual(hastened.sort(), ['test.a', 'test.b'], 'a lost try hastens nothing');
  assert.equal(await storedIn('test.a'), await storedIn('test.b'));
});

test('what runs after the commit never undoes it, and one that fails does not keep the others', async () => {
  const done: number[] = [];
  const result = await inTransaction(async (trx, after) => {
    await trx('settings').where({ name: 'test.a' }).update({ value_json: '"kept"' });
    after(() => Promise.reject(new Error('Redis is away')));
    after(() => {
      throw new Error('at once');
    });
    after(async () => done.push(2));
    return 'the result';
  });
  assert.equal(result, 'the result');
  assert.deepEqual(done, [2]);
  assert.equal(await storedIn('test.a'), '"kept"');
});

test('work that throws leaves nothing behind, and hastens nothing', async () => {
  const done: number[] = [];
  const failed = inTransaction(async (trx, after) => {
    await trx('settings').where({ name: 'test.a' }).update({ value_json: '"lost"' });
    after(async () => done.push(1));
    throw new Error('no');
  });
  await assert.rejects(failed, /^Error: no$/);
  assert.equal(await storedIn('test.a'), '"kept"');
  assert.deepEqual(done, []);
});

test('who comes second to a unique key learns it, without the value', async () => {
  const secret = 'lihua@example.com';
  const row = { name: secret, ...insert };
  await app.db('settings').insert(row);
  const error: unknown = await app
    .db('settings')
    .insert(row)
    .catch((error: unknown) => error);
  assert.ok(isDuplicate(error));
  const { spellError } = await import('../../src/platform/spell-error.ts');
  assert.ok(error instanceof Error);
  const spelled = JSON.stringify(spellError(error));
  assert.ok(!spelled.includes('lihua'), spelled);
  assert.match(spelled, /Duplicate entry '\*\*\*' for key/);
});
