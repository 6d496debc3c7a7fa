import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What a sandbox remembers: one state that is written whole, files beside it, and logs. */
export interface Store<T> {
  dir: string;
  state: T;
  /** Puts the state on disk before it returns, so an answer given afterwards survives kill -9. */
  commit(): void;
  /** Whole or not at all, and there after a kill; `lasting` also after the power went. */
  put(path: string, content: Buffer, lasting?: boolean): void;
  get(path: string): Buffer;
  has(path: string): boolean;
  append(path: string, row: object): void;
  rows(path: string): unknown[];
}

/** Opens DIR, making it when it is not there. `fresh` gives the state of a first start. */
export function openStore<T extends object>(dir: string, fresh: () => T): Store<T> {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'state.json');
  const store: Store<T> = {
    dir,
    // Written by this very program; fields that newer versions add come from `fresh`.
    state: existsSync(file)
      ? { ...fresh(), ...(JSON.parse(readFileSync(file, 'utf8')) as T) }
      : fresh(),
    commit: () => write(file, Buffer.from(JSON.stringify(store.state)), true),
    put: (path, content, lasting = false) => write(join(dir, path), content, lasting),
    has: (path) => existsSync(join(dir, path)),
    get: (path) => readFileSync(join(dir, path)),
    append: (path, row) => appendFileSync(join(dir, path), `${JSON.stringify(row)}\n`),
    rows: (path) => rowsOf(join(dir, path)),
  };
  return store;
}

// A rename is the only write that is either wholly there or not at all.
function write(file: string, content: Buffer, lasting: boolean): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w');
  for (let written = 0; written < content.length; ) {
    written += writeSync(handle, content, written);
  }
  if (lasting) fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
}

// A kill in the middle of an append leaves half a line at the end: it is passed over.
function rowsOf(file: string): unknown[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): unknown[] => {
      try {
        return line ? [JSON.parse(line)] : [];
      } catch {
        return [];
      }
    });
}
