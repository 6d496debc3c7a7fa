import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { layoutOf, prepareDirectories, startEngines } from '../../../src/engines/index.ts';

/** What the product stands on: one database or the nodes of a cluster, and a Redis. */
export interface Ground {
  databaseUrls: readonly string[];
  redisUrl: string;
  /** Kills a process of it (kill -9), which may or may not come back. */
  kill(what: 'redis' | 'mariadb'): void;
  pids(): number[];
  close(): Promise<void>;
}

/** The whole product as processes of their own, with a payment gateway beside it. */
export interface Stage {
  /** Where web processes listen, one for each database; also after they were killed. */
  urls: readonly string[];
  /** The control of the payment sandbox. */
  pay(path: string, body?: object): Promise<unknown>;
  kill(what: Killed): Promise<void>;
  /** CPU seconds so far, by process: web, worker, engines. */
  cpu(): Record<string, number>;
  close(): Promise<void>;
}
export const KILLED = ['web', 'worker', 'redis', 'mariadb'] as const;
export type Killed = (typeof KILLED)[number];

const root = join(import.meta.dirname, '../../..');

/** Private engines that are started again when they die, as the supervisor does. */
export async function ownGround(folder: string, durable: boolean): Promise<Ground> {
  const layout = layoutOf(join(folder, 'engines'));
  prepareDirectories(layout);
  const limits = { tries: 100_000, quickMs: 1000 };
  const engines = startEngines({ layout, durable, say: () => {}, limits });
  await engines.ready;
  const pidOf = (file: string) => Number(readFileSync(file, 'utf8'));
  const files = { redis: layout.redisPidFile, mariadb: layout.dbPidFile };
  return {
    databaseUrls: [engines.databaseUrl],
    redisUrl: engines.redisUrl,
    kill: (what) => void process.kill(pidOf(files[what]), 'SIGKILL'),
    pids: () => Object.values(files).map(pidOf),
    close: () => engines.stop(10_000),
  };
}

/** Sets the environment too: what of the product is imported after it works on the same database. */
export async function openStage(
  makeGround: (folder: string) => Promise<Ground>,
  /** Node's own arguments for the web processes (a profile). */
  nodeArgs: readonly string[] = [],
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'beika-shop-'));
  const ground = await makeGround(folder);
  const ports = await Promise.all(ground.databaseUrls.map(freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  Object.assign(process.env, {
    ...{ DATABASE_URL: ground.databaseUrls.at(-1), REDIS_URL: ground.redisUrl, HOST: '127.0.0.1' },
    ...{ DATA_DIR: join(folder, 'data'), BASE_URL: urls.at(-1), QUEUE_PREFIX: '{shop-drill}' },
    ...{ LOG_LEVEL: process.env['DRILL_LOG'] ?? 'error' },
  });
  const start = (script: string, args: string[], env = {}, own: readonly string[] = []) =>
    startProcess([...own, join(root, script), ...args], { ...process.env, ...env });
  const sandbox = await start('src/sandbox/main.ts', [
    ...['pay', '--port', '0', '--data', join(folder, 'pay')],
    ...['--retry-ms', '500,1000,2000,4000,8000,8000,8000,8000'],
  ]);
  const web = (n: number) => {
    const env = { ROLES: 'web', PORT: String(ports[n]), DATABASE_URL: ground.databaseUrls[n] };
    return start('src/main.ts', [], env, nodeArgs);
  };
  const worker = () => start('src/main.ts', [], { ROLES: 'worker', PORT: '0' });
  const webs: Awaited<ReturnType<typeof web>>[] = [];
  // One after the other: the first lays out the schema.
  for (const n of ports.keys()) webs.push(await web(n));
  let working = await worker();
  return {
    urls,
    pay: (path, body) => control(`${sandbox.url}/_control/${path}`, body),
    async kill(what) {
      // One that is dead is on its way up: then that one is killed.
      if (what === 'redis' || what === 'mariadb') return patiently(async () => ground.kill(what));
      if (what === 'worker') {
        await working.kill();
        working = await patiently(worker);
        return;
      }
      const n = Math.floor(Math.random() * webs.length);
      await webs[n]?.kill();
      webs[n] = await patiently(() => web(n));
    },
    cpu: () => ({
      web: webs.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
      worker: cpuSeconds(working.pid),
      engines: ground.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0),
    }),
    async close() {
      // In order, so that what a process writes at its end is written.
      await Promise.all(webs.map((each) => each.kill('SIGTERM')));
      await Promise.all([working, sandbox].map((each) => each.kill()));
      await ground.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the system has counted for a process, in hundredths of a second: user and system. */
function cpuSeconds(pid: number): number {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(words[11]) + Number(words[12])) / 100;
}

async function control(url: string, body?: object): Promise<unknown> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Tries again while what it stands on is on its way up. */
export async function patiently<T>(work: () => Promise<T>, ms = 90_000): Promise<T> {
  for (const end = Date.now() + ms; ; await pause(200)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function startProcess(args: string[], env: NodeJS.ProcessEnv) {
  // The system kills it when we are killed: a drill that is interrupted leaves nothing behind.
  const line = ['--pdeathsig', 'KILL', process.execPath, ...process.execArgv, ...args];
  const child = spawn('setpriv', line, {
    // Who is killed has much to say about it.
    ...{
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', process.env['DRILL_LOG'] ? 'inherit' : 'ignore'],
    },
  });
  const url = await readyAt(child);
  return {
    url,
    pid: child.pid ?? 0,
    kill: (signal: NodeJS.Signals = 'SIGKILL') =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const url = /^ready (\S+)$/m.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
