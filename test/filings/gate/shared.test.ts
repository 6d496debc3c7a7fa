import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from '../../bureau/setup.ts';

const { db } = await startDatabase();
const { forgetOwnGates, gateFor } = await import('../../../src/filings/gate/remember.ts');
const { redis } = await import('../../../src/platform/redis.ts');
const { storeCodeTable } = await import('../../../src/bureau/code-tables.ts');
const { noteBlock } = await import('../../../src/bureau/blocklist/note-block.ts');
await storeCodeTable(db, 'top_level_domains', [{ id: 'cn', name: 'cn' }], { source: 'seed' });
const block = (domain: string, is_listed: boolean, order: string) =>
  noteBlock(db, {
    ...{ bureau_id: 1, list: 'site', key: [domain], is_listed, domain, order },
    body: { name: '', remark: '' },
  });
const reason = async (domain: string) => (await gateFor(db, domain)).reason;

test('what one process has found out another reads from Redis, for as long as it was good', async () => {
  await block('a.cn', true, '1');
  assert.equal(await reason('a.cn'), 'blocked');
  const [key = ''] = await redis().keys('*:gate:*:a.cn');
  assert.ok((await redis().pttl(key)) <= 10_000);
  await block('a.cn', false, '2');
  forgetOwnGates();
  assert.equal(await reason('a.cn'), 'blocked', 'another process, within the ten seconds');
});

test('Redis that is emptied, or away, costs nothing but the look at the database', async () => {
  await redis().flushdb();
  forgetOwnGates();
  assert.equal(await reason('a.cn'), 'checking');
  redis().disconnect();
  await block('b.cn', true, '1');
  assert.equal(await reason('b.cn'), 'blocked');
  forgetOwnGates();
  await block('b.cn', false, '2');
  assert.equal(await reason('b.cn'), 'checking');
});
