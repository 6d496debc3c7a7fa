import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';

/** A sandbox that runs as a process of its own. */
export interface Running {
  /** What stood behind `ready`. */
  urls: string[];
  url: string;
  dir: string;
  /** What it printed before `ready`. */
  lines: string[];
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

// Kept here and not by an `after` at each start: one started within a test would end with it.
const dirs: string[] = [];
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

/** A folder that is gone after the tests of the file. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  dirs.push(dir);
  return dir;
}

/** Starts a sandbox on a free port; it is killed after the tests of the file. */
export async function startSandbox(
  name: string,
  args: string[] = [],
  dir = temporaryDir(),
): Promise<Running> {
  const script = new URL('../../src/sandbox/main.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, name, '--port', '0', '--data', dir, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const lines: string[] = [];
  const urls = await new Promise<string[]>((done, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) done(line.split(' ').slice(1));
      else lines.push(line);
    });
    child.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)));
  });
  const url = urls[urls.length - 1] ?? '';
  return { urls, url, dir, lines, stop: (signal = 'SIGTERM') => stopped(child, signal) };
}

function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((done) => {
    child.once('exit', (code) => done(code));
    child.kill(signal);
  });
}

/** Looks until `look` gives something, for at most ten seconds. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error('it never happened');
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** GET as JSON. */
export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  // The sandbox's own interface: the caller says what it asked for.
  return (await response.json()) as T;
}

/** POST of JSON, answered with JSON. */
export async function postJson<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
