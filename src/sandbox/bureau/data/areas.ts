import { readFileSync } from 'node:fs';

/** GB/T 2260: six digits → name; provinces, cities and counties. */
export const AREAS = new Map(
  readFileSync(new URL('./areas.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): [string, string] => [line.slice(0, 6), line.slice(7)]),
);

/** 1 province, 2 city, 3 county. */
export function levelOf(code: string): number {
  if (code.endsWith('0000')) return 1;
  return code.endsWith('00') ? 2 : 3;
}
