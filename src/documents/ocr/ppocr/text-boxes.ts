import { hull, type Point, type Rect, smallestRect } from '../image/geometry.ts';

const INK = 0.3;
const MIN_SCORE = 0.5;
const GROW = 1.6;
const MIN_SIDE = 3;

/** Differentiable-binarisation output (text probability per pixel) → rectangles around lines of text. */
export function textBoxes(map: Float32Array, width: number, height: number): Rect[] {
  const seen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  const boxes: Rect[] = [];
  for (let i = 0; i < seen.length; i++) {
    if (seen[i] || map[i]! <= INK) continue;
    const { outline, score } = flood(map, width, height, i, seen, stack);
    if (score < MIN_SCORE) continue;
    const rect = smallestRect(hull(outline));
    if (Math.min(rect.width, rect.height) < MIN_SIDE) continue;
    boxes.push(grown(rect));
  }
  return boxes;
}

/** The network marks a shrunken core of each line; this undoes the shrinking. */
function grown(rect: Rect): Rect {
  const by = (rect.width * rect.height * GROW) / (2 * (rect.width + rect.height));
  return { ...rect, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

/** One connected blob: the leftmost and rightmost pixel corners of each of its rows, and its mean probability. */
function flood(
  map: Float32Array,
  width: number,
  height: number,
  start: number,
  seen: Uint8Array,
  stack: Int32Array,
): { outline: Point[]; score: number } {
  const rows = new Map<number, [number, number]>();
  let depth = 0;
  let total = 0;
  let count = 0;
  const push = (i: number) => {
    if (seen[i] || map[i]! <= INK) return;
    seen[i] = 1;
    stack[depth++] = i;
  };
  push(start);
  while (depth > 0) {
    const i = stack[--depth]!;
    const x = i % width;
    const y = (i / width) | 0;
    total += map[i]!;
    count++;
    const row = rows.get(y);
    if (!row) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
    if (x > 0) push(i - 1);
    if (x < width - 1) push(i + 1);
    if (y > 0) push(i - width);
    if (y < height - 1) push(i + width);
  }
  return { outline: rowCorners(rows), score: total / count };
}

function rowCorners(rows: Map<number, [number, number]>): Point[] {
  const outline: Point[] = [];
  for (const [y, [first, last]] of rows) {
    for (const dy of [0, 1]) outline.push({ x: first, y: y + dy }, { x: last + 1, y: y + dy });
  }
  return outline;
}
