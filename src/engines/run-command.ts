import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareDirectories } from './checks.ts';
import { layoutOf } from './layout.ts';
import { type Holder, type Lock, takeLock } from './lock.ts';
import { startEngines } from './start-engines.ts';
import { listenForStop, type StopRequests } from './stop-requests.ts';

/** A command of the command line, and the data directory it works on. */
export interface CommandLine {
  cli: string;
  args: string[];
  dataDir: string;
  env: NodeJS.ProcessEnv;
}

interface Addresses {
  DATABASE_URL: string;
  REDIS_URL: string;
}

const STOPPED_STATUS = 130;
const ENGINES_MS = 20_000;
const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Runs a command on the engines of its data directory: on those that run, or on its own for as long as it takes.
 * Gives the command's exit status.
 */
export async function runCommand(command: CommandLine): Promise<number> {
  const requests = listenForStop();
  const layout = layoutOf(command.dataDir);
  prepareDirectories(layout);
  const taken = await lockOrRunning(layout.lockSocket, requests);
  if (!taken) return STOPPED_STATUS;
  if (!('release' in taken)) return atOurTerminal(command, taken, requests);
  const engines = startEngines({
    layout,
    durable: true,
    say: () => {},
    databaseUrl: command.env['DATABASE_URL'],
    redisUrl: command.env['REDIS_URL'],
  });
  const { databaseUrl, redisUrl } = engines;
  try {
    await Promise.race([engines.ready, requests.asked]);
    if (requests.isAsked()) return STOPPED_STATUS;
    const addresses = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
    return await atOurTerminal(command, addresses, requests);
  } finally {
    await engines.stop(ENGINES_MS);
    await taken.release();
  }
}

/** The lock, or the addresses of engines that run; waits while they start, stop, or serve another command. */
async function lockOrRunning(
  path: string,
  requests: StopRequests,
): Promise<Lock | Addresses | undefined> {
  const self: Holder = { pid: process.pid, kind: 'command', state: 'running' };
  for (let isFirst = true; !requests.isAsked(); isFirst = false) {
    const taken = await takeLock(path, () => self);
    if ('release' in taken) return taken;
    const { kind, state, database_url, redis_url, pid } = taken;
    const isUsable = kind === 'supervisor' && state === 'running' && database_url && redis_url;
    if (isUsable) return { DATABASE_URL: database_url, REDIS_URL: redis_url };
    if (isFirst && kind === 'command') say(`另一条命令（进程 ${pid}）正在使用数据库，等它结束 …`);
    await Promise.race([pause(100), requests.asked]);
  }
  return undefined;
}

/** Runs the command with our own input and output, and gives its exit status. */
function atOurTerminal(
  { cli, args, env }: CommandLine,
  addresses: Addresses,
  requests: StopRequests,
): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, cli, ...args], {
    stdio: 'inherit',
    env: { ...env, ...addresses },
  });
  const stop = () => child.kill('SIGTERM');
  requests.asked.then(stop, stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? STOPPED_STATUS));
  });
}
