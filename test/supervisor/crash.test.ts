import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { ask, eventually, kill, pidOf, processesOn, stage, start } from './stage.ts';

const PORT_OF_ITS_OWN = { FAKE_PORT: String(20_000 + (process.pid % 20_000)) };

test('a killed product is put up again, and its engines never notice', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: PORT_OF_ITS_OWN });
  const url = await started.ready;
  const before = await ask(url);
  const engines = [pidOf(folder, 'db'), pidOf(folder, 'redis')];
  kill(before?.pid ?? 0);
  await eventually(async () => {
    const said = await ask(url);
    return said && said.pid !== before?.pid;
  }, 'the product is back');
  assert.deepEqual([pidOf(folder, 'db'), pidOf(folder, 'redis')], engines);
  assert.match(started.text(), /备卡意外停止（信号 SIGKILL）/);
  await ask(url, '/crash');
  await eventually(async () => (await ask(url)) !== undefined, 'the product is back again');
  assert.match(started.text(), /意外停止（退出码 1）：Error: the fake product fell over/);
  assert.equal(started.lines.filter((line) => line.startsWith('out ready')).length, 1);
});

test('a product that lives but answers nobody is ended and put up again', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: PORT_OF_ITS_OWN, args: ['--ask-ms', '300'] });
  const url = await started.ready;
  const before = await ask(url);
  await pause(1000);
  assert.equal((await ask(url))?.pid, before?.pid);
  await ask(url, '/hang');
  await eventually(async () => {
    const said = await ask(url);
    return said && said.pid !== before?.pid;
  }, 'the product is back');
  assert.match(started.text(), /备卡已有 1.8 秒没有应答/);
  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
});

test('a killed engine is put up again by itself with what was committed', async (t) => {
  const folder = stage(t);
  const started = start(folder);
  const said = await ask(await started.ready);
  const db = await createConnection(said?.DATABASE_URL ?? '');
  await db.query('create table kept (n int)');
  await db.query('insert into kept values (7)');
  db.on('error', () => {});
  const before = [pidOf(folder, 'db'), pidOf(folder, 'redis')];
  for (const pid of before) kill(pid);
  await eventually(() => /数据库已恢复/.test(started.text()), 'the database is back');
  await eventually(() => /Redis 已恢复/.test(started.text()), 'Redis is back');
  const after = await createConnection(said?.DATABASE_URL ?? '');
  const [rows] = await after.query('select n from kept');
  assert.deepEqual(rows, [{ n: 7 }]);
  await after.end();
  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
});

test('a killed supervisor takes everything with it, and the next start needs nothing done', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  await ask(await first.ready, '/sandboxes?name=bureau');
  kill(first.pid);
  const second = start(folder);
  const said = await ask(await second.ready);
  assert.ok(said);
  process.kill(second.pid, 'SIGTERM');
  assert.equal((await second.exit).code, 0);
  await eventually(() => processesOn(folder).length === 0, 'nothing of either is left');
});

test('engines left running by a killed supervisor are ended before new ones start', async (t) => {
  const folder = stage(t);
  // Without setpriv nobody tells the engines that the supervisor is gone.
  const first = start(folder, { env: { PATH: join(folder, 'empty') } });
  await first.ready;
  const left = [pidOf(folder, 'db'), pidOf(folder, 'redis')];
  kill(first.pid);
  const second = start(folder);
  await second.ready;
  assert.match(second.text(), new RegExp(`上次留下的数据库（进程 ${left[0]}）还在`));
  assert.match(second.text(), new RegExp(`上次留下的Redis（进程 ${left[1]}）还在`));
  const running = processesOn(folder);
  assert.ok(left.every((pid) => !running.includes(pid)));
});

test('a killed start script ends everything in order', async (t) => {
  const folder = stage(t);
  const started = start(folder, { by: [join(import.meta.dirname, '../../scripts/start.mjs')] });
  await started.ready;
  kill(started.pid);
  await eventually(() => processesOn(folder).length === 0, 'nothing is left');
  assert.match(started.text(), /fake product drained/);
});

test('a product that falls over again and again is given up, with status 1 and nothing left', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: PORT_OF_ITS_OWN, args: ['--tries', '1'] });
  const url = await started.ready;
  await ask(url, '/crash');
  await eventually(async () => (await ask(url)) !== undefined, 'the product is back');
  await ask(url, '/crash');
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /已多次重新启动仍然失败，备卡停止运行/);
  assert.deepEqual(processesOn(folder), []);
});

test('a number in an old pid file that belongs to a stranger now is left alone', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  await first.ready;
  process.kill(first.pid, 'SIGTERM');
  await first.exit;
  writeFileSync(join(folder, 'data/run/db.pid'), `${process.pid}\n`);
  const second = start(folder);
  assert.ok(await ask(await second.ready));
  assert.doesNotMatch(second.text(), /上次留下/);
});
