import { finished } from './parse/found.ts';
import { parseFields } from './parse/index.ts';
import { kindOf } from './parse/kind.ts';
import { checkQuality } from './quality/index.ts';
import type { PageReader, Quality, Reading, ReadOptions } from './types.ts';

/** Picture → fields, with any page reader. What is no picture gives an empty reading that says so. */
export async function readWith(
  reader: PageReader,
  engine: string,
  bytes: Buffer,
  { expect, onProgress = () => {} }: ReadOptions,
): Promise<Reading> {
  const started = performance.now();
  const quality = await checkQuality(bytes);
  if (quality.problems.some(({ code }) => code === 'not_a_picture' || code === 'too_many_pixels')) {
    return nothingRead(engine, quality, started);
  }
  const page = await reader.readPage(bytes, onProgress);
  const { kind, confidence } = kindOf(page.lines, expect);
  const fields = finished(parseFields(kind, page.lines), page.toUpright);
  onProgress(1);
  return {
    kind,
    confidence,
    turned: page.turned,
    upright: page.upright,
    skew_deg: page.skewDeg,
    fields,
    quality,
    engine,
    ms: Math.round(performance.now() - started),
  };
}

function nothingRead(engine: string, quality: Quality, started: number): Reading {
  const { width, height } = quality;
  const ms = Math.round(performance.now() - started);
  const nothing = { kind: 'unknown', confidence: 0, turned: 0, skew_deg: 0, fields: {} } as const;
  return { ...nothing, upright: { width, height }, quality, engine, ms };
}
