import type { Box, Char, Line } from '../types.ts';

/** A run of characters on one row, without spaces: `text[i]` is `chars[i].text`. */
export interface Cell {
  text: string;
  chars: Char[];
  box: Box;
}

/** Lines → cells: spaces dropped, and parted where the gap is wider than two characters. */
export function cellsOf(lines: Line[]): Cell[] {
  return lines.flatMap((line) => {
    const chars = line.chars.filter((char) => char.text.trim() !== '');
    const cuts = chars.flatMap((char, i) =>
      i > 0 && char.x - chars[i - 1]!.x > GAP * line.box.height ? [i] : [],
    );
    if (cuts.length === 0)
      return chars.length > 0 ? [{ text: textOf(chars), chars, box: line.box }] : [];
    const whole = { text: textOf(chars), chars, box: line.box };
    return [0, ...cuts].map((from, k) => part(whole, from, cuts[k] ?? chars.length));
  });
}

const GAP = 2.6;

export function textOf(chars: Char[]): string {
  return chars.map((char) => char.text).join('');
}

/** Characters `from` up to `to` of a cell, with the box they stand in. */
export function part(cell: Cell, from: number, to = cell.chars.length): Cell {
  if (from === 0 && to === cell.chars.length) return cell;
  const chars = cell.chars.slice(from, to);
  const { top, height } = cell.box;
  const before = cell.chars[from - 1];
  const after = cell.chars[to];
  const first = chars[0]?.x ?? cell.box.left;
  const last = chars.at(-1)?.x ?? first;
  const half = height * 0.45;
  const left = before ? Math.max(first - half, (before.x + first) / 2) : cell.box.left;
  const end = cell.box.left + cell.box.width;
  const right = after ? Math.min(last + half, (last + after.x) / 2) : end;
  return {
    text: textOf(chars),
    chars,
    box: { left, top, width: Math.max(1, right - left), height },
  };
}

/** The box around several. */
export function around(boxes: Box[]): Box {
  const left = Math.min(...boxes.map((b) => b.left));
  const top = Math.min(...boxes.map((b) => b.top));
  const right = Math.max(...boxes.map((b) => b.left + b.width));
  const bottom = Math.max(...boxes.map((b) => b.top + b.height));
  return { left, top, width: right - left, height: bottom - top };
}

/** Several cells read as one. */
export function joined(cells: Cell[]): Cell {
  if (cells.length === 1) return cells[0]!;
  const chars = cells.flatMap((cell) => cell.chars);
  return { text: textOf(chars), chars, box: around(cells.map((cell) => cell.box)) };
}

export function middleY({ box }: Cell): number {
  return box.top + box.height / 2;
}

/** Cells that stand side by side, each row from left to right, rows from top to bottom. */
export function rowsOf(cells: Cell[]): Cell[][] {
  const rows: Cell[][] = [];
  for (const cell of [...cells].sort((a, b) => middleY(a) - middleY(b))) {
    const row = rows.findLast((other) => besides(other, cell));
    if (row) row.push(cell);
    else rows.push([cell]);
  }
  for (const row of rows) row.sort((a, b) => a.box.left - b.box.left);
  return rows;
}

function besides(row: Cell[], cell: Cell): boolean {
  const middle = row.reduce((sum, other) => sum + middleY(other), 0) / row.length;
  const height = Math.min(cell.box.height, ...row.map((other) => other.box.height));
  return Math.abs(middle - middleY(cell)) < 0.55 * height;
}

/** The usual height of a line: what distances on the page are measured by. */
export function lineHeight(cells: Cell[]): number {
  const heights = cells
    .filter((cell) => cell.chars.length > 1)
    .map((cell) => cell.box.height)
    .sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 20;
}
