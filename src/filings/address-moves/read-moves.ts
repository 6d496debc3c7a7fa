import { readIpLines } from '../desk/ip-lines.ts';
import { dottedIp, ipNumber } from '../rules/addresses-v4.ts';

/** Addresses that become others, one for one: as unsigned numbers, `last` included. */
export interface Move {
  first: number;
  last: number;
  to: number;
}

export const MOST_LINES = 200;
const MOST_CHARS = 200;

/**
 * Reads what is to become what, one to a line: `旧 -> 新`, each an address, a range or a block of the same size.
 * `faults` says line by line what cannot be done.
 */
export function readMoves(text: string): { moves: Move[]; faults: string[] } {
  const moves: Move[] = [];
  const faults: string[] = [];
  const lines = text.normalize('NFKC').split(/\r?\n/);
  for (const [n, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const read = readMove(line);
    if (typeof read === 'string') faults.push(`第 ${n + 1} 行：${read}`);
    else if (moves.some((one) => one.first <= read.last && read.first <= one.last))
      faults.push(`第 ${n + 1} 行：原地址在前面已经写过`);
    else moves.push(read);
  }
  if (moves.length > MOST_LINES) faults.push(`一次最多 ${MOST_LINES} 行`);
  return { moves, faults };
}

function readMove(line: string): Move | string {
  if (line.length > MOST_CHARS) return '太长，一行只写一段地址';
  const [from = '', to = '', ...more] = line.split(/\s*(?:->|=>|→|,|;|\t)\s*|\s*改为\s*/);
  const [old, fresh] = [readIpLines(from), readIpLines(to)];
  const [was] = old.ranges;
  const [shall] = fresh.ranges;
  if (more.length > 0 || !was || !shall)
    return '请写“原地址 -> 新地址”，如 47.96.0.10 -> 47.96.1.10';
  const size = width(was);
  if (size !== width(shall)) return `两边的地址个数不同（${size} 和 ${width(shall)}）`;
  if (was.first === shall.first) return '原地址和新地址相同';
  return { first: numberOf(was.first), last: numberOf(was.last), to: numberOf(shall.first) };
}

const numberOf = (ip: string) => ipNumber(ip) ?? 0;
const width = (range: { first: string; last: string }) =>
  numberOf(range.last) - numberOf(range.first) + 1;

export interface Range {
  first: string;
  last: string;
}

/** The range after the moves; undefined: it lies only in part in what is moved, so nobody can say what it becomes. */
export function moved({ first, last }: Range, moves: readonly Move[]): Range | undefined {
  const [from, to] = [numberOf(first), numberOf(last || first)];
  const touching = moves.filter((move) => move.first <= to && from <= move.last);
  const [move] = touching;
  if (!move) return { first, last: last || first };
  if (touching.length > 1 || from < move.first || to > move.last) return undefined;
  const by = move.to - move.first;
  return { first: dottedIp(from + by), last: dottedIp(to + by) };
}
