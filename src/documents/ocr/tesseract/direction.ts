import { boxMean, integral } from '../image/gray.ts';

const STEP = 0.5;
const MAX_SKEW = 10;

/** Dark marks on lighter ground, as points: what lies well below the mean of its surroundings. */
export function inkPoints(gray: Uint8Array, width: number, height: number): Float32Array {
  const reach = 12;
  const sums = integral(gray, width, height);
  const points: number[] = [];
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      const mean = boxMean(sums, width, x - reach, y - reach, x + reach, y + reach);
      if (gray[y * width + x]! < mean * 0.82) points.push(x, y);
    }
  }
  return Float32Array.from(points);
}

/**
 * The angles (radians) at which the marks fall into the sharpest rows: the best about 0° and the best
 * about 90°, the sharper first. Either may stand on its head.
 */
export function textAngles(points: Float32Array, size: number): number[] {
  const best = [0, 90].map((quarter) => {
    let found = { score: -1, angle: 0 };
    for (let skew = -MAX_SKEW; skew <= MAX_SKEW; skew += STEP) {
      const angle = ((quarter + skew) * Math.PI) / 180;
      const score = rowSharpness(points, angle, size);
      if (score > found.score) found = { score, angle };
    }
    return found;
  });
  return best.sort((a, b) => b.score - a.score).map(({ angle }) => angle);
}

/** How abruptly the amount of ink changes from row to row when the page is turned back by `angle`. */
function rowSharpness(points: Float32Array, angle: number, size: number): number {
  const rows = new Float32Array(size * 4);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  for (let i = 0; i < points.length; i += 2) {
    rows[Math.round(c * points[i + 1]! - s * points[i]!) + size * 2]!++;
  }
  let sum = 0;
  for (let i = 1; i < rows.length; i++) sum += (rows[i]! - rows[i - 1]!) ** 2;
  return sum;
}
