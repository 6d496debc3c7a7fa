import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ask, processesOn, stage, start } from './stage.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

test('a second start on the same data directory is refused, by name, and harms nobody', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  const url = await first.ready;
  const second = start(folder);
  assert.equal((await second.exit).code, 1);
  assert.match(second.text(), new RegExp(`正由另一个备卡使用（进程 ${first.pid}）`));
  assert.ok(await ask(url));
});

test('of four that start at once after a crash, one runs', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  await first.ready;
  process.kill(first.pid, 'SIGKILL');
  const all = [start(folder), start(folder), start(folder), start(folder)];
  const ends = await Promise.all(
    all.map(({ ready, exit }) => Promise.race([ready.catch(() => exit), exit])),
  );
  assert.equal(ends.filter((end) => typeof end === 'string').length, 1);
});

test('a database directory whose making was interrupted is removed, not used', async (t) => {
  const folder = stage(t);
  const half = join(folder, 'data/db.making-4242');
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'ibdata1'), 'half a file');
  const started = start(folder);
  assert.ok(await ask(await started.ready));
  assert.ok(!existsSync(half));
  assert.ok(existsSync(join(folder, 'data/db/mysql')));
});

test('a database that cannot start is reported with its own words, and not tried forever', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  await first.ready;
  process.kill(first.pid, 'SIGTERM');
  await first.exit;
  truncateSync(join(folder, 'data/db/ibdata1'), 1000);
  const second = start(folder);
  assert.equal((await second.exit).code, 1);
  assert.match(second.text(), /数据库没有启动成功：.*ibdata1/s);
  assert.deepEqual(processesOn(folder), []);
});

test('Redis data that cannot be read is set aside, for MySQL knows what is owed', async (t) => {
  const folder = stage(t);
  const first = start(folder);
  await first.ready;
  process.kill(first.pid, 'SIGTERM');
  await first.exit;
  const files = join(folder, 'data/redis/appendonlydir');
  const aof = readdirSync(files).find((name) => name.endsWith('.incr.aof')) ?? '';
  writeFileSync(join(files, aof), 'this is no append-only file\r\n');
  const second = start(folder);
  assert.ok(await ask(await second.ready));
  assert.match(second.text(), /Redis 的数据读不出来，已移到/);
});

test('a product that cannot start is reported with its own words and status 1', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: { FAKE_FAULT: 'PORT 不是数字' } });
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /备卡没有启动成功：Error: 配置有误：PORT 不是数字/);
  assert.deepEqual(processesOn(folder), []);
});

test('a data directory that may not be written is named in one line', async (t) => {
  const folder = stage(t);
  mkdirSync(join(folder, 'data'));
  if (isRoot) chmodSync(folder, 0o755);
  else chmodSync(join(folder, 'data'), 0o500);
  const started = start(folder, isRoot ? { uid: NOBODY } : {});
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /数据目录 .*data.* 不可写/);
  assert.equal(started.lines.length, 1, started.text());
});

test('a data directory that cannot be made is named in one line, at once', async (t) => {
  const folder = stage(t);
  writeFileSync(join(folder, 'file'), '');
  for (const [path, words] of [
    ['/proc/nope', /数据目录 \/proc\/nope 无法创建（ENOENT/],
    [join(folder, 'file/data'), /file 不是目录|file\/data 不是目录/],
  ] as const) {
    const started = start(folder, { env: { DATA_DIR: path } });
    assert.equal((await started.exit).code, 1);
    assert.match(started.text(), words);
    assert.equal(started.lines.length, 1, started.text());
  }
});

test('a product that says itself why it cannot start is not repeated', async (t) => {
  const folder = stage(t);
  const started = start(folder, { env: { FAKE_REFUSAL: '端口 8080 已被占用' } });
  assert.equal((await started.exit).code, 1);
  assert.equal(started.text().split('端口 8080 已被占用').length, 2, started.text());
  assert.match(started.text(), /备卡没有启动/);
  assert.deepEqual(processesOn(folder), []);
});

test('data of another user is not touched', {
  skip: !isRoot && 'only root can give files away',
}, async (t) => {
  const folder = stage(t);
  mkdirSync(join(folder, 'data/db'), { recursive: true });
  chownSync(join(folder, 'data/db'), NOBODY, NOBODY);
  const started = start(folder);
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /属于 uid 65534，现在以 uid 0 运行/);
});

test('files that are no database are not taken for one', async (t) => {
  const folder = stage(t);
  mkdirSync(join(folder, 'data/db'), { recursive: true });
  writeFileSync(join(folder, 'data/db/holiday.jpg'), '');
  const started = start(folder);
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /里有文件，却不是数据库目录/);
});

test('data written by a newer MariaDB is not opened by an older one', async (t) => {
  const folder = stage(t);
  mkdirSync(join(folder, 'data/db/mysql'), { recursive: true });
  writeFileSync(join(folder, 'data/db/beika_version'), '99.1');
  const started = start(folder);
  assert.equal((await started.exit).code, 1);
  assert.match(started.text(), /由 MariaDB 99\.1 写成，这里的是较旧的/);
});
