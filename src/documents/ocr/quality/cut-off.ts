import type { Gray } from './gray.ts';

const STROKE_CONTRAST = 70;
const MANY_STROKES = 14;

/** Does writing run over an edge? True where three lines close to it all cross many dark strokes. */
export function isCutOff(gray: Gray): boolean {
  const { width, height } = gray;
  const depths = [0.002, 0.005, 0.008].map(
    (share) => Math.round(share * Math.max(width, height)) + 1,
  );
  const row = (y: number) => (x: number) => gray.data[y * width + x]!;
  const column = (x: number) => (y: number) => gray.data[y * width + x]!;
  const sides = [
    depths.map((d) => strokes(row(d), width)),
    depths.map((d) => strokes(row(height - 1 - d), width)),
    depths.map((d) => strokes(column(d), height)),
    depths.map((d) => strokes(column(width - 1 - d), height)),
  ];
  return sides.some((counts) => Math.min(...counts) >= MANY_STROKES);
}

/** Thin dark strokes crossed: brightness falls and comes back within a few pixels. */
function strokes(at: (i: number) => number, length: number): number {
  const reach = 10;
  let count = 0;
  let last = -reach;
  for (let i = reach; i < length - reach; i++) {
    const dip = Math.min(at(i - reach), at(i + reach)) - at(i);
    if (dip < STROKE_CONTRAST || i - last < 4) continue;
    count++;
    last = i;
  }
  return count;
}
