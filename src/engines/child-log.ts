import { mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface OpenLog {
  file: string;
  fd: number;
  /** Where this start begins in the file, in bytes. */
  from: number;
}

const LARGEST_LOG = 10_000_000;

/** Opens a log for a child to append to. One that has grown past 10 MB is set aside first, over the one before it. */
export function openLog(file: string): OpenLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(file, `${file}.old`);
  const fd = openSync(file, 'a', 0o600);
  return { file, fd, from: size > LARGEST_LOG ? 0 : size };
}
