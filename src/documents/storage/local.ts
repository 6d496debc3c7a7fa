import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Storage } from './storage.ts';

/** A folder of this machine, or one that several machines share. */
export function localStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, key.slice(2, 4), key);
  return {
    put: (key, bytes) => write(pathOf(key), bytes),
    get: (key) => readFile(pathOf(key)),
    remove: async (key) => {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rm(asideOf(path), { force: true });
      // The last one out closes the door; a folder that is not empty stays.
      await rmdir(dirname(path)).catch(() => {});
    },
    check: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const probe = join(folder, `.probe-${process.pid}`);
      await writeFile(probe, 'x');
      await rm(probe);
    },
  };
}

/** A key is written once, by one process. */
function asideOf(path: string): string {
  return `${path}.part`;
}

/** Flushed and renamed before the row that names it is committed: a row never points to half a file. */
async function write(path: string, bytes: Buffer): Promise<void> {
  const aside = asideOf(path);
  try {
    const file = await openIn(dirname(path), aside);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw error;
  }
}

const TRIES = 5;

/** Whoever removes the last file of a folder may take the folder away after we have made it: then it is made again. */
async function openIn(folder: string, path: string): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      return await open(path, 'w', 0o600);
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isGone || tries === TRIES) throw error;
    }
  }
}
