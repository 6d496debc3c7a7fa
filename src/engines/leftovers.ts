import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Layout } from './layout.ts';
import { isListenedTo, until } from './probe.ts';
import { codeOf, refusal } from './refusal.ts';

const STOPPING_MS = 20_000;

/** Ends engines that a killed supervisor left on this data directory: two of them on the same files would destroy the data. */
export async function endLeftovers(layout: Layout, say: (line: string) => void): Promise<void> {
  await endLeftover('数据库', layout.dbPidFile, layout.dbDir, layout.dbSocket, say);
  await endLeftover('Redis', layout.redisPidFile, layout.redisDir, layout.redisSocket, say);
}

async function endLeftover(
  title: string,
  pidFile: string,
  mark: string,
  socket: string,
  say: (line: string) => void,
): Promise<void> {
  const pid = livingPid(pidFile, mark);
  if (pid !== undefined) {
    say(`上次留下的${title}（进程 ${pid}）还在，等它结束 …`);
    send(pid, 'SIGTERM');
    const isGone = () => !isOurs(pid, mark);
    if (!(await until(isGone, STOPPING_MS))) send(pid, 'SIGKILL');
    await until(isGone, STOPPING_MS);
  }
  if (await until(async () => !(await isListenedTo(socket)), STOPPING_MS)) {
    rmSync(pidFile, { force: true });
    return;
  }
  throw refusal(`另一个${title}仍在使用 ${socket}，请先停止它`);
}

function livingPid(pidFile: string, mark: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8').trim());
  return Number.isInteger(pid) && pid > 1 && isOurs(pid, mark) ? pid : undefined;
}

/** A number in a pid file may have passed to a stranger since; ours names our directory in its arguments. */
function isOurs(pid: number, mark: string): boolean {
  return commandLine(pid).includes(mark);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)]).toString();
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may have ended by itself in between.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
