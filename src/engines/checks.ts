import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Layout } from './layout.ts';
import { VERSION_FILE } from './mariadb.ts';
import { mariadbVersion, type Programs } from './programs.ts';
import { codeOf, refusal } from './refusal.ts';

const LEAST_FREE_BYTES = 300 * 1024 * 1024;

/** Makes the directories of a layout and checks that engines can live in them; throws one clear line when not. */
export function prepareDirectories(layout: Layout): void {
  for (const directory of [layout.dataDir, layout.runDir, layout.logDir]) makeDirectory(directory);
  makeSocketDirectory(layout);
}

/** What would make the engines fail later, with words nobody understands, is said now: owner, space, version. */
export function checkBeforeStart(layout: Layout, programs: Programs): void {
  for (const directory of [layout.dbDir, layout.redisDir]) checkOwner(directory);
  checkSpace(layout.dataDir);
  checkDbDir(layout, programs);
}

/** Removes data directories whose making was interrupted. Only under the lock: another's might be in the making. */
export function removeHalfMade(layout: Layout): void {
  const prefix = `${basename(layout.dbDir)}.making-`;
  for (const name of readdirSync(layout.dataDir).filter((each) => each.startsWith(prefix))) {
    rmSync(join(layout.dataDir, name), { recursive: true, force: true });
  }
}

function makeDirectory(directory: string): void {
  const uid = process.getuid?.() ?? '?';
  try {
    makeWithParents(directory);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw refusal(`${directory} 不是目录，请换一个 DATA_DIR`);
    throw refusal(
      `数据目录 ${directory} 无法创建（${code}，当前用户 uid ${uid}）。请换一个 DATA_DIR，或先建好它并交给这个用户`,
    );
  }
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw refusal(
      `数据目录 ${directory} 不可写（${codeOf(error)}，当前用户 uid ${uid}）。请改变它的属主：chown -R ${uid} ${directory}，或换一个 DATA_DIR`,
    );
  }
}

/** One level after the other: where nothing can be made, as in /proc, Node's own `recursive` tries for ever. */
function makeWithParents(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(directory);
  if (parent !== directory) makeWithParents(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** In /tmp anybody may have made a directory of our name first: one that is not ours alone is not used. */
function makeSocketDirectory(layout: Layout): void {
  if (layout.socketDir === layout.runDir) {
    chmodSync(layout.runDir, 0o700);
    return;
  }
  makeDirectory(layout.socketDir);
  const stat = lstatSync(layout.socketDir);
  if (stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0) return;
  throw refusal(
    `${layout.socketDir} 属于别人或权限过宽，不能存放套接字；请删除它，或用更短的 DATA_DIR`,
  );
}

function checkOwner(directory: string): void {
  const owner = statSync(directory, { throwIfNoEntry: false })?.uid;
  const uid = process.getuid?.();
  if (owner === undefined || uid === undefined || owner === uid) return;
  throw refusal(
    `${directory} 属于 uid ${owner}，现在以 uid ${uid} 运行。请以原来的用户启动，或先 chown -R ${uid} ${dirname(directory)}`,
  );
}

function checkSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  throw refusal(
    `数据目录 ${directory} 所在磁盘只剩 ${free} MB，至少要有 300 MB 才能启动；请先腾出空间`,
  );
}

function checkDbDir(layout: Layout, programs: Programs): void {
  if (!existsSync(layout.dbDir) || readdirSync(layout.dbDir).length === 0) return;
  if (!existsSync(join(layout.dbDir, 'mysql'))) {
    throw refusal(`${layout.dbDir} 里有文件，却不是数据库目录。请移走它，或换一个 DATA_DIR`);
  }
  const file = join(layout.dbDir, VERSION_FILE);
  if (!existsSync(file)) return;
  const [major = 0, minor = 0] = readFileSync(file, 'utf8').trim().split('.').map(Number);
  const [ourMajor, ourMinor] = mariadbVersion(programs.mariadbd);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  throw refusal(
    `${layout.dbDir} 由 MariaDB ${major}.${minor} 写成，这里的是较旧的 ${ourMajor}.${ourMinor}，不能打开。请升级 MariaDB`,
  );
}
