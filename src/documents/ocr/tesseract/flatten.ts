import sharp from 'sharp';
import { boxMean, grayOf, integral } from '../image/gray.ts';
import type { Picture } from '../image/picture.ts';

/** A gray page without shadow, tint or pattern: each pixel against the brightness around it. As PNG. */
export async function flattened(page: Picture): Promise<Buffer> {
  const { width, height } = page;
  const gray = grayOf(page);
  const sums = integral(gray, width, height);
  const reach = Math.round(Math.max(width, height) / 40);
  const flat = new Uint8Array(gray.length);
  for (let y = 0; y < height; y++) {
    const y0 = Math.max(0, y - reach);
    const y1 = Math.min(height, y + reach);
    for (let x = 0; x < width; x++) {
      const mean = boxMean(sums, width, Math.max(0, x - reach), y0, Math.min(width, x + reach), y1);
      // Paper is a little brighter than the mean of paper and ink.
      flat[y * width + x] = Math.min(255, (gray[y * width + x]! / (mean * 1.04)) * 255);
    }
  }
  return await sharp(flat, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
