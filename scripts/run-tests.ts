import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
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
import { pack } from './lib/pack.ts';

// Runs the test files named (all of them without a name) on engines that are thrown away afterwards.
// TEST_DATABASE_URL names the server without a database: each test file makes its own.
const root = join(import.meta.dirname, '..');
const PREFIX = 'beika-test-';
/** From so many files on, translating and compiling all modules beforehand is less work than doing it in each process. */
const WORTH_A_PACK = 6;
const PACKED = join(import.meta.dirname, 'lib/packed.mjs');
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

const MEMORY = '/dev/shm';
const ENOUGH = 4 * 1024 ** 3;

/** Where the engines keep what is thrown away: in memory if there is plenty, as a schema of 130 tables takes a disk seconds. */
function place(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, os.freemem()) > ENOUGH ? MEMORY : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

/** A run that was killed could not tidy up after itself. Its folder carries its number. */
function removeLeftovers(at: string): void {
  for (const name of readdirSync(at).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(at, name);
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

/** Node counts the time limit for a whole file as well as for each test in it. One file more than processors: some wait. */
function testArguments(options: string[], files: string[]): string[] {
  return [
    '--test',
    '--test-reporter=spec',
    '--test-timeout=300000',
    `--test-concurrency=${os.availableParallelism() + 1}`,
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
  const at = place();
  for (const each of new Set([at, os.tmpdir()])) removeLeftovers(each);
  const folder = mkdtempSync(join(at, `${PREFIX}${process.pid}-`));
  try {
    // A node that reads TypeScript by itself was given no loader.
    const isPacked = files.length >= WORTH_A_PACK && process.execArgv.length > 0;
    return await runOnEngines(folder, testArguments(options, files), isPacked);
  } catch (error) {
    say(wordsOf(error));
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs node with these arguments on engines in `folder`, and gives its exit status. */
async function runOnEngines(folder: string, args: string[], isPacked: boolean): Promise<number> {
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
    const loader = isPacked ? await packInto(folder, addresses) : process.execArgv;
    const env = {
      ...{ ...process.env, NODE_ENV: 'test', ...addresses, TEST_SCHEMA },
      ...{ TEST_PACK: folder, TEST_LOADER: JSON.stringify(loader) },
    };
    tests = launch({
      ...{ program: process.execPath, args: [...loader, ...args], cwd: root, env, isHeard: true },
    });
    return (await tests.done).code ?? 1;
  } finally {
    await engines.stop(5000);
  }
}

interface Addresses {
  TEST_DATABASE_URL: string;
  TEST_REDIS_URL: string;
}

/** The schema that every test file begins with, made once by the migrations. */
async function writeSchema(addresses: Addresses, file: string): Promise<void> {
  const args = [...process.execArgv, 'scripts/lib/write-schema.ts', file];
  const isMade = await runOnce(args, addresses, dirname(file));
  if (!isMade) throw new Error('数据库结构没有建成，原因见上');
}

/** Makes the pack of all modules (scripts/lib/pack.ts) and gives the arguments with which node runs on it. */
async function packInto(folder: string, addresses: Addresses): Promise<string[]> {
  await pack(root, folder);
  const loader = ['--require', PACKED];
  const args = [...loader, 'scripts/lib/warm-up.ts'];
  const isWarm = await runOnce(args, addresses, folder, { TEST_PACK_KEEPS: 'true' });
  if (!isWarm) throw new Error('模块没有打包成功，原因见上');
  return loader;
}

/** Runs node beside an own database, and tells whether it went well. */
async function runOnce(
  args: string[],
  addresses: Addresses,
  folder: string,
  more: Record<string, string> = {},
): Promise<boolean> {
  const at = new URL(addresses.TEST_DATABASE_URL);
  at.pathname = `/beika_template_${process.pid}`;
  const env = {
    ...{ ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'error', TEST_PACK: folder, ...more },
    ...{ DATABASE_URL: at.href, REDIS_URL: addresses.TEST_REDIS_URL, DATA_DIR: folder },
  };
  const { code } = await launch({ program: process.execPath, args, cwd: root, env, isHeard: true })
    .done;
  return code === 0;
}

function onInterruption(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop);
  // Listening for the end of the channel must not itself keep us alive.
  process.channel?.unref();
}

process.exitCode = await main();
