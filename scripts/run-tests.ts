import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import {
  type Child,
  databaseUrl,
  launch,
  layoutOf,
  prepareDirectories,
  startEngines,
  wordsOf,
} from '../src/engines/index.ts';

// Runs the test files named (all of them without a name) on engines that are thrown away afterwards.
// TEST_DATABASE_URL names the server without a database: each test file makes its own.
const root = join(import.meta.dirname, '..');
const PREFIX = 'beika-test-';
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Test files under the paths given; a path may also be the beginning of a name, as in `test/card`. */
function filesFor(paths: string[]): string[] {
  const all = readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => join(root, 'test', String(name)))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('/fixtures/'))
    .sort();
  if (paths.length === 0) return all;
  const wanted = paths.map((path) => resolve(path));
  return all.filter((file) => wanted.some((path) => file.startsWith(path)));
}

/** A run that was killed could not tidy up after itself. Its folder carries its number. */
function removeLeftovers(): void {
  for (const name of readdirSync(os.tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(os.tmpdir(), name);
    const pid = /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1];
    // Without a number it is nobody's leftover: a test that runs now may have its data in it.
    if (pid === undefined) continue;
    const isMine = statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
    if (isMine && !isAlive(Number(pid))) rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Node counts the time limit for a whole file as well as for each test in it. */
function testArguments(options: string[], files: string[]): string[] {
  return [
    ...process.execArgv,
    '--test',
    '--test-reporter=spec',
    '--test-timeout=300000',
    '--test-concurrency=2',
    ...options,
    ...files.map((file) => relative(root, file)),
  ];
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const files = filesFor(paths);
  if (files.length === 0) {
    say(`没有找到测试文件：${paths.join(' ') || 'test/'}`);
    return 1;
  }
  removeLeftovers();
  const folder = mkdtempSync(join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    return await runOnEngines(folder, testArguments(options, files));
  } catch (error) {
    say(wordsOf(error));
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs node with these arguments on engines in `folder`, and gives its exit status. */
async function runOnEngines(folder: string, args: string[]): Promise<number> {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const layout = layoutOf(folder);
  prepareDirectories(layout);
  const engines = startEngines({
    layout,
    durable: false,
    say: () => {},
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
  });
  let tests: Child | undefined;
  onInterruption(() => tests?.kill('SIGTERM'));
  try {
    await engines.ready;
    const addresses = {
      TEST_DATABASE_URL: DATABASE_URL ?? databaseUrl(layout, ''),
      TEST_REDIS_URL: engines.redisUrl,
    };
    const TEST_SCHEMA = join(folder, 'schema.sql');
    await writeSchema(addresses, TEST_SCHEMA);
    const env = { ...process.env, NODE_ENV: 'test', ...addresses, TEST_SCHEMA };
    tests = launch({ program: process.execPath, args, cwd: root, env, isHeard: true });
    return (await tests.done).code ?? 1;
  } finally {
    await engines.stop(5000);
  }
}

/** The schema that every test file begins with, made once by the migrations. */
async function writeSchema(
  addresses: { TEST_DATABASE_URL: string; TEST_REDIS_URL: string },
  file: string,
): Promise<void> {
  const at = new URL(addresses.TEST_DATABASE_URL);
  at.pathname = `/beika_template_${process.pid}`;
  const env = {
    ...{ ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'error' },
    ...{ DATABASE_URL: at.href, REDIS_URL: addresses.TEST_REDIS_URL, DATA_DIR: dirname(file) },
  };
  const args = [...process.execArgv, 'scripts/lib/write-schema.ts', file];
  const { code } = await launch({ program: process.execPath, args, cwd: root, env, isHeard: true })
    .done;
  if (code !== 0) throw new Error('数据库结构没有建成，原因见上');
}

function onInterruption(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop);
  // Listening for the end of the channel must not itself keep us alive.
  process.channel?.unref();
}

process.exitCode = await main();
