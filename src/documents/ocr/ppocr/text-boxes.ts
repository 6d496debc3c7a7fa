import { hull, type Point, type Rect, smallestRect } from '../image/geometry.ts';

/** Pixels above it belong to text; the later ones part lines that a watermark has run together. */
const INK = [0.3, 0.55, 0.8];
const MIN_SCORE = 0.5;
const GROW = 1.6;
const MIN_SIDE = 3;
/** A line fills its rectangle; a blob that does not is several lines. */
const MIN_FILLED = 0.5;

interface Blob {
  pixels: number[];
  rect: Rect;
  score: number;
}

/** Differentiable-binarisation output (text probability per pixel) → rectangles around lines of text. */
export function textBoxes(map: Float32Array, width: number, height: number): Rect[] {
  const level = new Uint8Array(width * height);
  const every = Array.from(level, (_, i) => i);
  return blobs(map, width, every, level, 0).flatMap((blob) => {
    const { rect, score } = blob;
    const big = score >= MIN_SCORE && Math.min(rect.width, rect.height) >= MIN_SIDE;
    return big ? [grown(rect)] : [];
  });
}

/** The connected blobs above `INK[depth]`; those that are no rectangle are parted at the next level. */
function blobs(
  map: Float32Array,
  width: number,
  among: number[],
  level: Uint8Array,
  depth: number,
): Blob[] {
  const found: Blob[] = [];
  for (const start of among) {
    if (level[start] !== depth || map[start]! <= INK[depth]!) continue;
    const blob = flood(map, width, start, level, depth);
    const { rect, pixels } = blob;
    const ragged = pixels.length < MIN_FILLED * rect.width * rect.height;
    const parts =
      ragged && depth + 1 < INK.length ? blobs(map, width, pixels, level, depth + 1) : [];
    found.push(...(parts.length > 0 ? parts : [blob]));
  }
  return found;
}

/** The network marks a shrunken core of each line; this undoes the shrinking. */
function grown(rect: Rect): Rect {
  const by = (rect.width * rect.height * GROW) / (2 * (rect.width + rect.height));
  return { ...rect, width: rect.width + 2 * by, height: rect.height + 2 * by };
}

/** One connected blob; its pixels are marked as belonging to the next level. */
function flood(
  map: Float32Array,
  width: number,
  start: number,
  level: Uint8Array,
  depth: number,
): Blob {
  const ink = INK[depth]!;
  const pixels = [start];
  level[start] = depth + 1;
  let total = 0;
  const visit = (i: number) => {
    if (level[i] !== depth || map[i]! <= ink) return;
    level[i] = depth + 1;
    pixels.push(i);
  };
  for (let next = 0; next < pixels.length; next++) {
    const i = pixels[next]!;
    const x = i % width;
    total += map[i]!;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < map.length - width) visit(i + width);
  }
  return { pixels, rect: smallestRect(hull(outline(pixels, width))), score: total / pixels.length };
}

/** The corners of the first and last pixel of each row: all that a hull needs. */
function outline(pixels: number[], width: number): Point[] {
  const rows = new Map<number, [number, number]>();
  for (const i of pixels) {
    const x = i % width;
    const y = (i / width) | 0;
    const row = rows.get(y);
    if (!row) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
  }
  return [...rows].flatMap(([y, [first, last]]) =>
    [0, 1].flatMap((dy) => [
      { x: first, y: y + dy },
      { x: last + 1, y: y + dy },
    ]),
  );
}
