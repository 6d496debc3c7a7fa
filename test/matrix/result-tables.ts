import { readFileSync } from 'node:fs';
import type { RecordKind } from '../../src/bureau/kinds/index.ts';

/** A line of the table of kinds in kinds-and-results.md. */
export interface KindLine {
  kind: RecordKind;
  best: string;
  codes: string;
  refused_data: string;
  refused_file: string;
  officer: string;
  msg_code: number;
}

const text = readFileSync(new URL('kinds-and-results.md', import.meta.url), 'utf8');

function cellsOf(heading: string): string[][] {
  const part = text.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

export const KIND_LINES: KindLine[] = cellsOf('Kinds').map(
  ([kind = '', best = '', codes = '', refused_data = '', refused_file = '', ...rest]) => ({
    // A test holds the names against KINDS.
    ...{ kind: kind as RecordKind, best, codes, refused_data, refused_file },
    ...{ officer: rest[0] ?? '', msg_code: Number(rest[1]) },
  }),
);
/** Message code -> what happens. */
export const REACTIONS = new Map(
  cellsOf('Message codes').map(([code, what]) => [Number(code), what ?? '']),
);
export const GOOD_CODES = new Set(cellsOf('Codes of processing').map(([code]) => Number(code)));

const official: { msg_code: object; data_code: object } = JSON.parse(
  readFileSync(new URL('../../src/sandbox/bureau/data/codes.json', import.meta.url), 'utf8'),
);
/** Every code that the interface names. */
export const MSG_CODES = Object.keys(official.msg_code).map(Number);
export const DATA_CODES = Object.keys(official.data_code).map(Number);

const UNFILED = [5005, 5006, 5007];
const between = (low: number, high: number) =>
  DATA_CODES.filter((code) => low <= code && code <= high);
const COMMON = between(5005, 5999).filter((code) => !UNFILED.includes(code));
const FAMILIES: Record<string, number[]> = {
  icp: [...between(1001, 1999), ...COMMON],
  ip: [...between(2001, 2999), ...COMMON],
  ym: [...between(3001, 3999), ...COMMON],
  unfiled: [...UNFILED, ...COMMON],
};

/** The codes that the n-th kind of the table is answered with. */
export function codesFor({ codes }: KindLine, n: number): number[] {
  const [which = '', family = which] = codes.split(' ');
  const all = FAMILIES[family] ?? [];
  return which === 'some' ? all.filter((_, index) => index % 6 === n % 6) : all;
}
