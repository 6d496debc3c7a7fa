import type { Rect } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { cutOut } from '../image/warp.ts';
import { type Models, run } from './models.ts';
import { fillPlanes } from './recognise.ts';

const WIDTH = 192;
const HEIGHT = 48;
const VOTERS = 8;

/** How far text of many lines runs down the page rather than along it: 0…1. */
export function tallShare(rects: Rect[]): number {
  let tall = 0;
  let all = 0;
  for (const { width, height } of rects) {
    const long = Math.max(width, height);
    if (long < 2 * Math.min(width, height)) continue;
    all += long;
    if (height > width) tall += long;
  }
  return all > 0 ? tall / all : 0;
}

/** The middle angle of the long lines, weighed by length (radians; lines along the page only). */
export function skewOf(rects: Rect[]): number {
  const long = rects.filter((r) => r.width > 2 * r.height).sort((a, b) => a.angle - b.angle);
  const total = long.reduce((sum, r) => sum + r.width, 0);
  let sum = 0;
  for (const rect of long) {
    sum += rect.width;
    if (sum >= total / 2) return rect.angle;
  }
  return 0;
}

/** The share of the longest lines that seem to stand on their head: 0…1. */
export async function upsideDown(models: Models, picture: Picture, rects: Rect[]): Promise<number> {
  const voters = [...rects].sort((a, b) => b.width - a.width).slice(0, VOTERS);
  if (voters.length === 0) return 0;
  const input = new Float32Array(voters.length * 3 * HEIGHT * WIDTH);
  voters.forEach((rect, i) => {
    // The network sees the beginning of a line, four times as wide as high.
    const width = Math.min(rect.width, rect.height * 4);
    const back = (rect.width - width) / 2;
    const start = {
      ...rect,
      cx: rect.cx - Math.cos(rect.angle) * back,
      cy: rect.cy - Math.sin(rect.angle) * back,
      width,
    };
    const columns = Math.max(1, Math.min(WIDTH, Math.round((HEIGHT * width) / rect.height)));
    fillPlanes(cutOut(picture, start, columns, HEIGHT), input, i * 3 * HEIGHT * WIDTH, WIDTH);
  });
  const { values } = await run(models.classify, input, [voters.length, 3, HEIGHT, WIDTH]);
  const turned = voters.reduce((sum, _, i) => sum + values[i * 2 + 1]!, 0);
  return turned / voters.length;
}
