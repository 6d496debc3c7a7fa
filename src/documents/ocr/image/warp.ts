import type { Rect } from './geometry.ts';
import type { Picture } from './picture.ts';

/**
 * Cuts `rect` out of a picture as `width` × `height` pixels, bilinear, edges repeated.
 * When it shrinks, several samples are averaged, so thin strokes do not break up.
 */
export function cutOut(picture: Picture, rect: Rect, width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  const sum = new Float64Array(3);
  const c = Math.cos(rect.angle);
  const s = Math.sin(rect.angle);
  const stepX = rect.width / width;
  const stepY = rect.height / height;
  const taps = Math.min(4, Math.max(1, Math.round(Math.max(stepX, stepY) * 0.75)));
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < width; u++, at += 3) {
      sum.fill(0.5 * taps * taps);
      for (let tap = 0; tap < taps * taps; tap++) {
        const du = (u + ((tap % taps) + 0.5) / taps) * stepX - rect.width / 2;
        const dv = (v + (Math.floor(tap / taps) + 0.5) / taps) * stepY - rect.height / 2;
        addSample(picture, rect.cx + c * du - s * dv, rect.cy + s * du + c * dv, sum);
      }
      for (let k = 0; k < 3; k++) data[at + k] = sum[k]! / (taps * taps);
    }
  }
  return { data, width, height };
}

/** Adds the colour at (x, y), where whole numbers are pixel corners. */
function addSample(picture: Picture, x: number, y: number, sum: Float64Array): void {
  const { width, height, data } = picture;
  const px = Math.min(width - 1, Math.max(0, x - 0.5));
  const py = Math.min(height - 1, Math.max(0, y - 0.5));
  const x0 = px | 0;
  const y0 = py | 0;
  const fx = px - x0;
  const fy = py - y0;
  const p = (y0 * width + x0) * 3;
  const right = x0 + 1 < width ? 3 : 0;
  const down = y0 + 1 < height ? width * 3 : 0;
  for (let k = p, i = 0; i < 3; i++, k++) {
    const top = data[k]! * (1 - fx) + data[k + right]! * fx;
    const bottom = data[k + down]! * (1 - fx) + data[k + down + right]! * fx;
    sum[i]! += top * (1 - fy) + bottom * fy;
  }
}
