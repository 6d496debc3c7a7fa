import type { Point, Rect } from '../image/geometry.ts';

/** Rows of a page seen at a slant fan out: row `y` rises by `slope + fan·y` per pixel right of `middle`. */
export interface Keystone {
  slope: number;
  fan: number;
  middle: number;
}

/** Weighted least squares over the long lines; a page of few lines is taken as straight. */
export function fitKeystone(rects: Rect[], middle: number): Keystone {
  const long = rects.filter((r) => r.width > 4 * r.height);
  let [w, wy, wyy, wt, wty] = [0, 0, 0, 0, 0];
  for (const { width, cy, angle } of long) {
    const tilt = Math.tan(angle);
    w += width;
    wy += width * cy;
    wyy += width * cy * cy;
    wt += width * tilt;
    wty += width * tilt * cy;
  }
  const spread = w * wyy - wy * wy;
  if (long.length < 4 || spread < 1e-6) return { slope: w > 0 ? wt / w : 0, fan: 0, middle };
  const fan = (w * wty - wy * wt) / spread;
  return { slope: (wt - fan * wy) / w, fan, middle };
}

/** Where a point stands once the rows are level. */
export function rectified({ slope, fan, middle }: Keystone, { x, y }: Point): Point {
  return { x, y: (y - slope * (x - middle)) / (1 + fan * (x - middle)) };
}

/** The way back of `rectified`. */
export function unrectified({ slope, fan, middle }: Keystone, { x, y }: Point): Point {
  return { x, y: y + (slope + fan * y) * (x - middle) };
}
