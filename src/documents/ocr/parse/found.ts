import type { Box, Char, ReadField } from '../types.ts';
import { around, type Cell } from './cells.ts';

/** A value on its way to becoming a field; `box` is on the page. */
export interface Found {
  value: string;
  confidence: number;
  box: Box;
  warnings: string[];
}

export type FoundFields = Record<string, Found>;

/** How sure the network is of a run of characters: half the weakest, half the mean. */
export function sureness(chars: Char[]): number {
  if (chars.length === 0) return 0;
  const weakest = Math.min(...chars.map((char) => char.p));
  const mean = chars.reduce((sum, char) => sum + char.p, 0) / chars.length;
  return (weakest + mean) / 2;
}

/** A value as it was read; `factor` lowers the confidence where the shape is odd. */
export function found(value: string, cells: Cell[], factor = 1, warnings: string[] = []): Found {
  const chars = cells.flatMap((cell) => cell.chars);
  const confidence = sureness(chars) * factor;
  return { value, confidence, box: around(cells.map((cell) => cell.box)), warnings };
}

/** Lowers the confidence to at most `most`, and says why. */
export function doubted(field: Found, most: number, warning: string): Found {
  return {
    ...field,
    confidence: Math.min(field.confidence, most),
    warnings: [...field.warnings, warning],
  };
}

/** Running text with room for a lost character somewhere is for the person to look at. */
export function withoutHoles(field: Found, rows: Cell[]): Found {
  const holed = rows.some((row) => hasHole(row, HAN, 1.5 * row.box.height) || hasHole(row, DIGIT));
  return holed ? doubted(field, 0.7, '可能漏了字，请核对') : field;
}

const HAN = /\p{Script=Han}/u;
const DIGIT = /\d/;

/** Are two neighbours of this sort further apart than `most`, or than is usual in their row? */
function hasHole({ chars }: Cell, sort: RegExp, most?: number): boolean {
  const gaps = chars.flatMap((char, i) => {
    const before = chars[i - 1];
    return before && sort.test(before.text) && sort.test(char.text) ? [char.x - before.x] : [];
  });
  if (most === undefined && gaps.length < 4) return false;
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return gaps.some((gap) => gap > (most ?? 1.6 * usual));
}

/** Page boxes → boxes of the upright picture, confidences rounded; empty values left out. */
export function finished(
  fields: FoundFields,
  toUpright: (box: Box) => Box,
): Record<string, ReadField> {
  const entries = Object.entries(fields).filter(([, field]) => field.value !== '');
  return Object.fromEntries(
    entries.map(([name, { value, confidence, box, warnings }]) => [
      name,
      { value, confidence: Math.round(confidence * 1000) / 1000, box: toUpright(box), warnings },
    ]),
  );
}
