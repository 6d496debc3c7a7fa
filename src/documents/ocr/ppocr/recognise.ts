import type { Rect } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { cutOut } from '../image/warp.ts';
import { decodeCtc, type Seen } from './ctc.ts';
import { type Models, run } from './models.ts';

const HEIGHT = 48;
const MIN_WIDTH = 32;
const MAX_WIDTH = 1920;
const BATCH = 6;
/** Batches are cut by area too: one of long lines would need hundreds of MB. */
const BATCH_WIDTH = 3200;

interface Strip {
  index: number;
  picture: Picture;
}

/** Reads the text inside each rectangle; the answers stand in the order of `rects`. `stretches` widen the strips. */
export async function recogniseLines(
  models: Models,
  picture: Picture,
  rects: Rect[],
  onProgress: (fraction: number) => void = () => {},
  stretches: number[] = [],
): Promise<Seen[][]> {
  const widths = rects.map((rect, i) => stripWidth(rect, stretches[i] ?? 1));
  const order = rects.map((_, index) => index).sort((a, b) => widths[a]! - widths[b]!);
  const answers: Seen[][] = rects.map(() => []);
  let done = 0;
  for (const batch of batches(order, widths)) {
    const strips = batch.map((index) => ({
      index,
      picture: cutOut(picture, rects[index]!, widths[index]!, HEIGHT),
    }));
    for (const { index, seen } of await readBatch(models, strips)) answers[index] = seen;
    done += batch.length;
    onProgress(done / rects.length);
  }
  return answers;
}

function stripWidth(rect: Rect, stretch: number): number {
  const natural = Math.round((HEIGHT * stretch * rect.width) / Math.max(1, rect.height));
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, natural));
}

function batches(order: number[], widths: number[]): number[][] {
  const all: number[][] = [];
  for (const index of order) {
    const last = all.at(-1);
    const room = last && last.length < BATCH && (last.length + 1) * widths[index]! <= BATCH_WIDTH;
    if (room) last.push(index);
    else all.push([index]);
  }
  return all;
}

async function readBatch(
  models: Models,
  strips: Strip[],
): Promise<{ index: number; seen: Seen[] }[]> {
  const width = Math.max(...strips.map((strip) => strip.picture.width));
  const input = new Float32Array(strips.length * 3 * HEIGHT * width);
  strips.forEach((strip, i) => {
    fillPlanes(strip.picture, input, i * 3 * HEIGHT * width, width);
  });
  const output = await run(models.recognise, input, [strips.length, 3, HEIGHT, width]);
  const steps = output.dims[1]!;
  const classes = models.alphabet.length;
  return strips.map(({ index, picture }, i) => {
    const seen = decodeCtc(output.values, i * steps * classes, steps, models.alphabet);
    // Places are counted from the padded width; the strip itself ends earlier.
    for (const char of seen) char.at = Math.min(1, (char.at * width) / picture.width);
    return { index, seen };
  });
}

/** Blue, green, red, from -1 to 1; what is right of the strip stays 0. */
export function fillPlanes(strip: Picture, out: Float32Array, offset: number, width: number): void {
  for (let plane = 0; plane < 3; plane++) {
    for (let y = 0; y < strip.height; y++) {
      let from = y * strip.width * 3 + (2 - plane);
      let to = offset + (plane * strip.height + y) * width;
      for (let x = 0; x < strip.width; x++, from += 3) out[to++] = strip.data[from]! / 127.5 - 1;
    }
  }
}
