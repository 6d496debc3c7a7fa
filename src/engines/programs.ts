import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refusal } from './refusal.ts';

/** The programs of the private engines, by absolute path. */
export interface Programs {
  mariadbd: string;
  /** SQL of the system tables and error messages. */
  mariadbShare: string;
  redis: string;
}

// mariadbd is in /usr/sbin (Debian) or /usr/libexec (Fedora), which are often not in an ordinary user's PATH.
const MORE_PLACES = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/usr/bin',
];

/** Finds MariaDB and Redis; throws words for the operator when one is missing. */
export function findPrograms(searchPath: string = process.env['PATH'] ?? ''): Programs {
  const find = (names: string[]) => findOne(names, searchPath);
  const mariadbd = find(['mariadbd', 'mysqld']);
  // Debian ships the server itself inside redis-tools, under the name of its checker.
  const redis = find(['redis-server', 'valkey-server', 'redis-check-rdb']);
  if (!mariadbd || !redis) {
    const missing = [mariadbd ? '' : 'MariaDB', redis ? '' : 'Redis'].filter(Boolean).join(' 和 ');
    throw refusal(
      `没有找到 ${missing} 的程序。请先安装：apt-get install mariadb-server-core redis-tools`,
    );
  }
  return { mariadbd, mariadbShare: shareOf(mariadbd), redis };
}

function findOne(names: string[], searchPath: string): string | undefined {
  const folders = [...searchPath.split(':').filter(Boolean), ...MORE_PLACES];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function shareOf(mariadbd: string): string {
  const prefix = dirname(dirname(mariadbd));
  const folders = [prefix, '/usr'].flatMap((base) => [
    join(base, 'share/mysql'),
    join(base, 'share/mariadb'),
  ]);
  const share = folders.find((folder) => systemTablesIn(folder) !== undefined);
  if (!share)
    throw refusal(
      `${mariadbd} 旁没有系统表的 SQL 文件（找过 ${folders.join('、')}），请重新安装 MariaDB`,
    );
  return share;
}

/** The file with the system tables: renamed by MariaDB 11. */
export function systemTablesIn(share: string): string | undefined {
  return ['mysql_system_tables.sql', 'mariadb_system_tables.sql'].find((name) =>
    existsSync(join(share, name)),
  );
}

/** The version of a MariaDB program as `[10, 11]`, major and minor. */
export function mariadbVersion(mariadbd: string): [number, number] {
  const words = execFileSync(mariadbd, ['--no-defaults', '--version']).toString();
  const found = /Ver (\d+)\.(\d+)/.exec(words);
  return [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
}
