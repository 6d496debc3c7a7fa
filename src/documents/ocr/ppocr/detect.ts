import type { Rect } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { type Models, run } from './models.ts';
import { textBoxes } from './text-boxes.ts';

/** ImageNet's, applied in the order the pixels come in: blue, green, red. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** Rectangles around the lines of text of a picture, in its pixels. */
export async function detectLines(models: Models, picture: Picture): Promise<Rect[]> {
  const width = roundUp(picture.width);
  const height = roundUp(picture.height);
  const input = planes(picture, width, height);
  const { values } = await run(models.detect, input, [1, 3, height, width]);
  return textBoxes(values, width, height);
}

/** The network halves its input five times. */
function roundUp(side: number): number {
  return Math.ceil(side / 32) * 32;
}

/** Blue, green and red planes, normalised; beyond the picture's edge it is white paper. */
function planes(picture: Picture, width: number, height: number): Float32Array {
  const area = width * height;
  const out = new Float32Array(3 * area);
  for (let plane = 0; plane < 3; plane++) {
    const table = Float32Array.from({ length: 256 }, (_, value) => {
      return (value / 255 - MEAN[plane]!) / DEVIATION[plane]!;
    });
    out.fill(table[255]!, plane * area, (plane + 1) * area);
    for (let y = 0; y < picture.height; y++) {
      let from = y * picture.width * 3 + (2 - plane);
      let to = plane * area + y * width;
      for (let x = 0; x < picture.width; x++, from += 3) out[to++] = table[picture.data[from]!]!;
    }
  }
  return out;
}
