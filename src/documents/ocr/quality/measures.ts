import type { Gray } from './gray.ts';

/** What a look at the pixels tells, before anything is read. */
export interface Measures {
  /** Mean brightness, 0…255. */
  brightness: number;
  /** What 95 of 100 pixels stay below. */
  bright_end: number;
  /** The share of pixels burnt out to white. */
  burnt: number;
  /** The share of small blocks that hold strong edges, as text does. */
  busy: number;
  /** How many pixels an edge takes from dark to light, at 1200 pixels of long side; the median of the busy blocks. */
  edge_width: number;
}

const BLOCK = 12;
const BUSY_CONTRAST = 45;

export function measure(gray: Gray): Measures {
  const histogram = new Uint32Array(256);
  for (const value of gray.data) histogram[value]!++;
  const count = gray.data.length;
  let sum = 0;
  let below = 0;
  let brightEnd = 255;
  for (let value = 0; value < 256; value++) {
    sum += value * histogram[value]!;
    below += histogram[value]!;
    if (below >= 0.95 * count) brightEnd = Math.min(brightEnd, value);
  }
  const burnt = [250, 251, 252, 253, 254, 255].reduce((n, value) => n + histogram[value]!, 0);
  return {
    brightness: Math.round(sum / count),
    bright_end: brightEnd,
    burnt: burnt / count,
    ...edges(gray, Math.max(18, BUSY_CONTRAST * Math.min(1, brightEnd / 160))),
  };
}

function edges(
  { data, width, height }: Gray,
  contrast: number,
): Pick<Measures, 'busy' | 'edge_width'> {
  const widths: number[] = [];
  let blocks = 0;
  for (let top = 1; top + BLOCK < height; top += BLOCK) {
    for (let left = 1; left + BLOCK < width; left += BLOCK) {
      blocks++;
      let low = 255;
      let high = 0;
      let steepest = 1;
      for (let y = top; y < top + BLOCK; y++) {
        for (let x = left, i = y * width + left; x < left + BLOCK; x++, i++) {
          const value = data[i]!;
          low = Math.min(low, value);
          high = Math.max(high, value);
          const dx = Math.abs(data[i + 1]! - data[i - 1]!) / 2;
          const dy = Math.abs(data[i + width]! - data[i - width]!) / 2;
          steepest = Math.max(steepest, dx, dy);
        }
      }
      if (high - low >= contrast) widths.push((high - low) / steepest);
    }
  }
  widths.sort((a, b) => a - b);
  return { busy: widths.length / Math.max(1, blocks), edge_width: widths[widths.length >> 1] ?? 0 };
}
