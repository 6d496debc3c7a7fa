import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fail, say } from './say.mjs';

/** What must be on the machine: the names one of which must be found, the package that brings it, and the variable that names one elsewhere. */
const MARIADB = {
  title: 'MariaDB',
  names: ['mariadbd', 'mysqld'],
  debian: 'mariadb-server-core',
  address: 'DATABASE_URL',
};
const REDIS = {
  title: 'Redis',
  // Debian ships the server inside redis-tools under the name of its checker; src/engines starts it by that name.
  names: ['redis-server', 'valkey-server', 'redis-check-rdb'],
  debian: 'redis-tools',
  address: 'REDIS_URL',
};
const CHROMIUM = { title: 'Chromium', names: ['chromium', 'chromium-browser'], debian: 'chromium' };
const XMLLINT = { title: 'xmllint', names: ['xmllint'], debian: 'libxml2-utils' };

export const ENGINES = [MARIADB, REDIS];
export const TEST_TOOLS = [CHROMIUM, XMLLINT];

const FOLDERS = [
  ...(process.env.PATH ?? '').split(':').filter(Boolean),
  ...[
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/libexec',
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/usr/bin',
  ],
];

/** The path of a program, or undefined. */
export function find(program) {
  const files = program.names.flatMap((name) => FOLDERS.map((folder) => join(folder, name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs what is missing of `programs` where it may; otherwise ends with the command to type. */
export function ensurePrograms(programs) {
  const missing = install(programs);
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian).join(' ');
  fail(
    `缺少 ${missing.map(({ title }) => title).join('、')}，请先安装：` +
      `Debian/Ubuntu: sudo apt-get install -y --no-install-recommends ${packages}；` +
      'Fedora: sudo dnf install -y mariadb-server redis；macOS: brew install mariadb redis',
  );
}

/** Installs what is missing of `programs` where it may, and gives what is missing still. `more` are Debian packages to come along. */
export function install(programs, more = []) {
  const missing = programs.filter((program) => !find(program));
  if (missing.length + more.length === 0 || !mayInstall()) return missing;
  const packages = [...missing.map(({ debian }) => debian), ...more];
  say(`正在安装 ${packages.join(' ')} …`);
  const since = Date.now();
  // A machine's package list may be old or empty: without the update, names are not found or are gone.
  const words =
    apt(['update', '-qq']) ?? apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  if (words) fail(`安装 ${packages.join(' ')} 失败：\n${words}`);
  say(`已安装 ${packages.join(' ')} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  return programs.filter((program) => !find(program));
}

function mayInstall() {
  if (!find({ names: ['apt-get'] })) return false;
  return (
    process.getuid?.() === 0 || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
  );
}

/** Runs apt-get, waiting for another one to finish; gives its words when it fails. */
function apt(args) {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [program, ...rest] = [
    ...sudo,
    ...[
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ],
  ];
  const done = spawnSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return done.status === 0 ? undefined : `${done.stdout}${done.stderr}${done.error?.message ?? ''}`;
}
