import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import type { Child, Command } from './child.ts';
import type { Launch, Service } from './keep.ts';
import { lastWords } from './last-words.ts';
import type { Layout } from './layout.ts';
import { mariadbAnswers, until } from './probe.ts';
import { mariadbVersion, type Programs, systemTablesIn } from './programs.ts';
import { refusal } from './refusal.ts';

/** `durable` survives a power cut; the other is for data that is thrown away (tests). */
export interface MariadbOptions {
  durable: boolean;
  say: (line: string) => void;
}

const LONGEST_RECOVERY_MS = 300_000;
const MEGABYTE = 1024 * 1024;

/** The private MariaDB as a service to keep: makes its data directory at the first start. */
export function mariadb(layout: Layout, programs: Programs, options: MariadbOptions): Service {
  return {
    title: '数据库',
    stopSignal: 'SIGTERM',
    async start(launch) {
      await makeDataDir(layout, programs, launch, options.say);
      noteVersion(layout.dbDir, programs);
      rmSync(layout.dbTmpDir, { recursive: true, force: true });
      mkdirSync(layout.dbTmpDir, { mode: 0o700 });
      const child = launch(serverCommand(layout, programs, options));
      if (child.pid) writeFileSync(layout.dbPidFile, `${child.pid}\n`);
      await untilReady(child, layout);
      return child;
    },
  };
}

async function untilReady(child: Child, layout: Layout): Promise<void> {
  const answers = () => mariadbAnswers(layout.dbSocket);
  if (await until(answers, LONGEST_RECOVERY_MS, child.isDone)) return;
  child.kill('SIGKILL');
  await child.done;
  throw refusal(
    `数据库没有启动成功：${lastWords(child)}\n完整日志：${join(layout.logDir, 'mariadb.log')}`,
  );
}

function serverCommand(layout: Layout, programs: Programs, options: MariadbOptions): Command {
  return {
    program: programs.mariadbd,
    log: join(layout.logDir, 'mariadb.log'),
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' },
    args: [
      ...commonArgs(layout.dbDir, layout, programs),
      `--socket=${layout.dbSocket}`,
      `--pid-file=${layout.dbPidFile}`,
      '--skip-networking',
      '--skip-name-resolve',
      `--innodb-buffer-pool-size=${options.durable ? bufferPoolSize() : 128 * MEGABYTE}`,
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--transaction-isolation=READ-COMMITTED',
      '--max-allowed-packet=128M',
      '--local-infile=1',
      '--max-connections=200',
      '--log-warnings=1',
      ...(options.durable ? durableArgs(layout) : THROW_AWAY_ARGS),
    ],
  };
}

function commonArgs(dbDir: string, layout: Layout, programs: Programs): string[] {
  return [
    '--no-defaults',
    // It refuses to run as root unless told so by name.
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    `--datadir=${dbDir}`,
    `--tmpdir=${layout.dbTmpDir}`,
    `--lc-messages-dir=${programs.mariadbShare}`,
    `--character-sets-dir=${join(programs.mariadbShare, 'charsets')}`,
    '--innodb-log-file-size=64M',
    '--performance-schema=OFF',
  ];
}

function durableArgs(layout: Layout): string[] {
  return [
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-flush-method=O_DIRECT',
    `--log-bin=${join(layout.dbDir, 'binlog')}`,
    '--binlog-format=ROW',
    '--server-id=1',
    '--sync-binlog=1',
    '--expire-logs-days=7',
  ];
}

const THROW_AWAY_ARGS = [
  '--innodb-flush-log-at-trx-commit=0',
  '--skip-log-bin',
  '--skip-innodb-doublewrite',
  // All tables in one file: a schema is laid out on a disk in a tenth of the time.
  '--skip-innodb-file-per-table',
];

/** A quarter of the memory we may use, between 128 and 512 MB, in bytes. */
function bufferPoolSize(): number {
  const ours = Math.min(os.totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);
  const quarter = Math.floor(ours / 4 / MEGABYTE);
  return Math.max(128, Math.min(512, quarter)) * MEGABYTE;
}

/** Makes the data directory aside and renames it into place, so that a half-made one is never used. */
async function makeDataDir(
  layout: Layout,
  programs: Programs,
  launch: Launch,
  say: (line: string) => void,
): Promise<void> {
  if (existsSync(join(layout.dbDir, 'mysql'))) return;
  say('第一次启动，正在建立数据库 …');
  const making = `${layout.dbDir}.making-${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  mkdirSync(layout.dbTmpDir, { recursive: true, mode: 0o700 });
  const child = launch({
    program: programs.mariadbd,
    args: [...commonArgs(making, layout, programs), '--bootstrap', '--log-warnings=0'],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' },
    input: systemSql(programs.mariadbShare),
    log: join(layout.logDir, 'mariadb.log'),
  });
  const { code } = await child.done;
  if (code !== 0) throw refusal(`无法建立数据库目录 ${layout.dbDir}：${lastWords(child)}`);
  // An empty directory of that name (a fresh volume) is replaced by the rename.
  renameSync(making, layout.dbDir);
}

/** Written at each start, so that data once opened by a newer version is known as such. */
function noteVersion(dbDir: string, programs: Programs): void {
  writeFileSync(join(dbDir, VERSION_FILE), mariadbVersion(programs.mariadbd).join('.'));
}

/** Inside the data directory: the version of MariaDB that wrote it last. */
export const VERSION_FILE = 'beika_version';

// The account has no password: whoever may open the socket is its owner, for it lies in a directory of mode 0700.
// So a copied data directory works under any user, and under one that has no name, as in some containers.
const ACCOUNT_AND_DATABASE = `
INSERT INTO global_priv VALUES ('localhost', 'beika', '{"access":18446744073709551615}');
CREATE DATABASE beika CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
`;

function systemSql(share: string): string {
  const tables = systemTablesIn(share) ?? '';
  const prefix = tables.startsWith('mariadb') ? 'mariadb' : 'mysql';
  const files = [
    tables,
    `${prefix}_performance_tables.sql`,
    `${prefix}_system_tables_data.sql`,
    'maria_add_gis_sp_bootstrap.sql',
  ];
  return [
    "create database if not exists mysql;\nuse mysql;\nSET @auth_root_socket='root';",
    ...files.map((name) => readFileSync(join(share, name), 'utf8')),
    ACCOUNT_AND_DATABASE,
  ].join('\n');
}
