import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { ask, eventually, processesOn, stage, start } from './stage.ts';

const startScript = join(import.meta.dirname, '../../scripts/start.mjs');

test('the first start makes everything, says ready once and last, and what is written is there at the second', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  const url = await first.ready;
  assert.deepEqual(
    first.lines.filter((line) => line.startsWith('out')),
    ['out a line of the product', `out ready ${url}`],
  );
  assert.equal(first.lines.at(-1), `out ready ${url}`);
  const said = await ask(url);
  assert.equal(said?.DATA_DIR, join(folder, 'data'));
  const db = await createConnection(said.DATABASE_URL);
  await db.query('create table kept (word varchar(20))');
  await db.query("insert into kept values ('备案')");
  const redis = new Redis({ path: said.REDIS_URL.slice('unix:'.length) });
  await redis.set('kept', 'yes');
  await db.end();
  redis.disconnect();
  process.kill(first.pid, 'SIGTERM');
  assert.deepEqual(await first.exit, { code: 0, signal: null });
  assert.deepEqual(processesOn(folder), []);
  assert.deepEqual(
    readdirSync(join(folder, 'data/run')).filter((name) => /sock|pid/.test(name)),
    [],
  );

  const second = start(folder);
  const again = await ask(await second.ready);
  const after = await createConnection(again?.DATABASE_URL ?? '');
  const [rows] = await after.query(
    'select word, @@sync_binlog s, @@innodb_flush_log_at_trx_commit f from kept',
  );
  assert.deepEqual(rows, [{ word: '备案', s: 1, f: 1 }]);
  await after.end();
});

test('a stop lets the product drain while all it stands on is there', async (t) => {
  const folder = stage(t);
  const started = start(folder);
  await started.ready;
  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
  assert.match(started.text(), /fake product drained/);
});

test('who asks twice does not wait for a product that will not end', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: { FAKE_STUBBORN: 'yes' } });
  await started.ready;
  process.kill(started.pid, 'SIGTERM');
  await pause(1100);
  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
  assert.match(started.text(), /不再等待未完成的工作/);
  assert.deepEqual(processesOn(folder), []);
});

test('Ctrl-C in a terminal reaches the whole group several times and still ends in order', async (t) => {
  const folder = stage(t);
  const started = start(folder, { by: [startScript] });
  await started.ready;
  process.kill(-started.pid, 'SIGINT');
  process.kill(-started.pid, 'SIGINT');
  assert.equal((await started.exit).code, 0, started.text());
  assert.match(started.text(), /fake product drained/);
  assert.deepEqual(processesOn(folder), []);
});

test('a stop during the start leaves nothing behind, and the next start works', async (t) => {
  const folder = stage(t);
  const early = start(folder);
  await eventually(() => early.text().includes('正在建立数据库'), 'the database is being made');
  process.kill(early.pid, 'SIGTERM');
  assert.equal((await early.exit).code, 0, early.text());
  assert.deepEqual(processesOn(folder), []);
  assert.ok(await ask(await start(folder).ready));
});

test('a data directory whose path is too long for a socket works all the same', async (t) => {
  const folder = join(stage(t), '很长的目录'.repeat(6), 'x'.repeat(60));
  mkdirSync(folder, { recursive: true });
  const started = start(folder);
  const said = await ask(await started.ready);
  assert.match(said?.REDIS_URL ?? '', /^unix:\/tmp\/beika-[0-9a-f]{16}\/redis\.sock$/);
  const db = await createConnection(said?.DATABASE_URL ?? '');
  await db.end();
  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
  rmSync(dirname(said?.REDIS_URL.slice('unix:'.length) ?? ''), { recursive: true });
});

test('with one address given only the other engine is started', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const said = await ask(await started.ready);
  assert.equal(said?.REDIS_URL, 'redis://127.0.0.1:1');
  assert.ok(existsSync(join(folder, 'data/db')));
  assert.ok(!existsSync(join(folder, 'data/redis')));
});

test('with both addresses given no engine is started', async (t) => {
  const folder = stage(t);
  const given = { DATABASE_URL: 'mysql://u@127.0.0.1:1/x', REDIS_URL: 'redis://127.0.0.1:1' };
  const started = start(folder, { env: given });
  const said = await ask(await started.ready);
  assert.equal(said?.DATABASE_URL, given.DATABASE_URL);
  assert.equal(said?.REDIS_URL, given.REDIS_URL);
  assert.ok(!existsSync(join(folder, 'data/db')));
  assert.ok(!existsSync(join(folder, 'data/redis')));
});
