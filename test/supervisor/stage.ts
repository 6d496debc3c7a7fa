import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const supervisor = join(root, 'src/supervisor.ts');
const PRODUCT = ['--product', join(import.meta.dirname, 'fake-product.ts')];
const SANDBOX = ['--sandbox', join(import.meta.dirname, 'fake-sandbox.ts')];

export interface Started {
  pid: number;
  child: ChildProcess;
  /** Lines of both streams in the order in which they came, the stream before each. */
  lines: string[];
  text: () => string;
  exit: Promise<{ code: number | null; signal: string | null }>;
  /** The address in the ready line; fails when the process ends without one. */
  ready: Promise<string>;
}

/** What the fake product says of itself. */
export interface Said {
  pid: number;
  heard: { type: string; name: string; url?: string; error?: string }[];
  DATABASE_URL: string;
  REDIS_URL: string;
  DATA_DIR: string;
}

/** A folder for one test; what still runs on it afterwards is ended, and the folder removed. */
export function stage(t: TestContext, under: string = os.tmpdir()): string {
  const folder = mkdtempSync(join(under, 'stage-'));
  t.after(async () => {
    for (const pid of processesOn(folder)) kill(pid);
    await eventually(() => processesOn(folder).length === 0, 'everything ends');
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts the supervisor with the fake product on the data directory `folder`/data. */
export function start(
  folder: string,
  { env = {}, args = [], by = [supervisor], uid }: StartOptions = {},
): Started {
  const {
    DATABASE_URL: _db,
    REDIS_URL: _redis,
    NODE_TEST_CONTEXT: _node,
    ...inherited
  } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), ...by, ...PRODUCT, ...SANDBOX, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...inherited, DATA_DIR: join(folder, 'data'), ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  );
  return watch(child);
}

interface StartOptions {
  env?: Record<string, string>;
  args?: string[];
  /** The script in place of the supervisor. */
  by?: string[];
  uid?: number;
}

function watch(child: ChildProcess): Started {
  const lines: string[] = [];
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const take = (stream: string) => (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        lines.push(`${stream} ${line}`);
        if (stream === 'out' && line.startsWith('ready ')) resolve(line.slice('ready '.length));
      }
    };
    child.stdout?.on('data', take('out'));
    child.stderr?.on('data', take('err'));
    exit.then(() => reject(new Error(`ended before it was ready:\n${lines.join('\n')}`)), reject);
  });
  ready.catch(() => {});
  return { pid: child.pid ?? 0, child, lines, text: () => lines.join('\n'), exit, ready };
}

/** What the fake product says at a path; undefined while nobody answers. */
export async function ask(url: string, path = '/'): Promise<Said | undefined> {
  try {
    const response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(2000) });
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}

/** The process number in a pid file of the data directory. */
export function pidOf(folder: string, engine: 'db' | 'redis'): number {
  return Number(readFileSync(join(folder, 'data/run', `${engine}.pid`), 'utf8'));
}

/** Everything that runs and names this folder in its arguments or has it as its data directory. */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid)
    .filter((pid) =>
      `${readProc(pid, 'cmdline')} ${readProc(pid, 'environ')}`.includes(`${folder}/`),
    );
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** Ends a process the hard way. */
export function kill(pid: number): void {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
}

/** Waits until something holds; fails with its name after a minute. */
export async function eventually(
  holds: () => boolean | undefined | Promise<boolean | undefined>,
  name: string,
): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) {
    if (await holds()) return;
  }
  throw new Error(`never came true: ${name}`);
}
