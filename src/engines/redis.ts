import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from './child.ts';
import type { Service } from './keep.ts';
import { lastWords } from './last-words.ts';
import type { Layout } from './layout.ts';
import { redisAnswers, until } from './probe.ts';
import type { Programs } from './programs.ts';
import { refusal } from './refusal.ts';

/** `durable` keeps an append-only file, written once a second. */
export interface RedisOptions {
  durable: boolean;
}

const LONGEST_LOAD_MS = 300_000;
const UNREADABLE =
  /Bad file format|Wrong signature|Unexpected end of file|RDB file was saved|error loading/i;

/** The private Redis as a service to keep. */
export function redis(layout: Layout, programs: Programs, options: RedisOptions): Service {
  return {
    // Chinese follows: a space belongs between.
    title: 'Redis ',
    stopSignal: 'SIGTERM',
    async start(launch) {
      mkdirSync(layout.redisDir, { recursive: true, mode: 0o700 });
      const child = launch(serverCommand(layout, programs, options));
      if (child.pid) writeFileSync(layout.redisPidFile, `${child.pid}\n`);
      const answers = () => redisAnswers(layout.redisSocket);
      if (await until(answers, LONGEST_LOAD_MS, child.isDone)) return child;
      child.kill('SIGKILL');
      await child.done;
      throw refusal(
        `Redis 没有启动成功：${lastWords(child)}\n完整日志：${join(layout.logDir, 'redis.log')}`,
      );
    },
    repair: (words) => setAside(layout, words),
  };
}

function serverCommand(layout: Layout, programs: Programs, options: RedisOptions): Command {
  return {
    program: serverProgram(layout, programs),
    log: join(layout.logDir, 'redis.log'),
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' },
    args: [
      ...['--port', '0'],
      ...['--unixsocket', layout.redisSocket],
      ...['--unixsocketperm', '700'],
      // Keeps its arguments visible, by which a later start knows it as ours.
      ...['--set-proc-title', 'no'],
      ...['--dir', layout.redisDir],
      ...['--pidfile', layout.redisPidFile],
      ...['--save', ''],
      ...['--maxmemory-policy', 'noeviction'],
      ...(options.durable
        ? ['--appendonly', 'yes', '--appendfsync', 'everysec']
        : ['--appendonly', 'no']),
    ],
  };
}

/** On Debian the server is the program redis-check-rdb, and acts by the name it is called by: a link gives it the other name. */
function serverProgram(layout: Layout, programs: Programs): string {
  if (basename(programs.redis) !== 'redis-check-rdb') return programs.redis;
  const link = join(layout.runDir, 'redis-server');
  rmSync(link, { force: true });
  symlinkSync(programs.redis, link);
  return link;
}

/** Redis holds nothing that MySQL does not know: files it cannot read are set aside, and it starts empty. */
function setAside(layout: Layout, words: string): string | undefined {
  if (!UNREADABLE.test(words) || !existsSync(layout.redisDir)) return undefined;
  const aside = `${layout.redisDir}.unreadable-${Date.now()}`;
  renameSync(layout.redisDir, aside);
  return `Redis 的数据读不出来，已移到 ${aside}，从空的开始；待办工作会由数据库重新排队`;
}
