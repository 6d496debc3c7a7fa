import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** Sends a file that is to be kept, not opened. A reader who goes away is no fault of ours. */
export async function sendCsv(
  res: Response,
  name: string,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  res.set('Content-Type', 'text/csv; charset=utf-8');
  res.set('Cache-Control', 'no-store');
  res.attachment(name);
  try {
    await pipeline(Readable.from(chunks), res);
  } catch (error) {
    if (!res.destroyed || !isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
