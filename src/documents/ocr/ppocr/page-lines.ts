import { boundsOf, corners, type Rect } from '../image/geometry.ts';
import { boxMean, grayOf, integral } from '../image/gray.ts';
import type { Picture } from '../image/picture.ts';
import { detectLines } from './detect.ts';
import type { Models } from './models.ts';

/** A line tilted more than this against the page is a watermark. */
const MAX_TILT = (9 * Math.PI) / 180;

/**
 * The level lines of a straight page. A watermark runs lines together and hides them: where there is one,
 * the lines are looked for once more with everything faint wiped off.
 */
export async function pageLines(models: Models, page: Picture): Promise<Rect[]> {
  const all = await detectLines(models, page);
  const level = all.filter(isLevel);
  if (!all.some((rect) => isWatermark(rect, level))) return level;
  const clear = (await detectLines(models, withoutFaintMarks(page))).filter(isLevel);
  return [...clear, ...level.filter((rect) => !clear.some((other) => overlap(rect, other)))];
}

function isLevel(rect: Rect): boolean {
  return Math.abs(rect.angle) < MAX_TILT;
}

/** Tilted, and larger than the lines of the document: a seal's letters are not. */
function isWatermark(rect: Rect, level: Rect[]): boolean {
  const heights = level.map((line) => line.height).sort((a, b) => a - b);
  const usual = heights[heights.length >> 1] ?? 0;
  return !isLevel(rect) && Math.min(rect.width, rect.height) > 1.25 * usual;
}

function overlap(a: Rect, b: Rect): boolean {
  const [p, q] = [boundsOf(corners(a)), boundsOf(corners(b))];
  const width = Math.min(p.left + p.width, q.left + q.width) - Math.max(p.left, q.left);
  const height = Math.min(p.top + p.height, q.top + q.height) - Math.max(p.top, q.top);
  return (
    width > 0 &&
    height > 0 &&
    width * height > 0.2 * Math.min(p.width * p.height, q.width * q.height)
  );
}

const FAINT = 0.22;
const STRONG = 0.34;

/** Marks less than a fifth darker than their surroundings become paper; print stays as it is. */
export function withoutFaintMarks(page: Picture): Picture {
  const { width, height } = page;
  const gray = grayOf(page);
  const sums = integral(gray, width, height);
  const reach = 24;
  const data = new Uint8Array(page.data);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [left, top] = [Math.max(0, x - reach), Math.max(0, y - reach)];
      const mean = boxMean(
        sums,
        width,
        left,
        top,
        Math.min(width, x + reach),
        Math.min(height, y + reach),
      );
      const paper = Math.min(255, mean * 1.06);
      const dark = 1 - gray[i]! / paper;
      const kept = Math.min(1, Math.max(0, (dark - FAINT) / (STRONG - FAINT)));
      for (let k = i * 3; k < i * 3 + 3; k++) data[k] = paper + (page.data[k]! - paper) * kept;
    }
  }
  return { data, width, height };
}
