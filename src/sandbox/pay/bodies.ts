import express, { type Request } from 'express';

export type Parameters = Record<string, string>;

/** Keeps every body as bytes: signatures are over what was sent, not over what it means. */
export const keepBytes = express.raw({ type: () => true, limit: '1mb' });

/** The body as it came, or ''. */
export const rawOf = (req: Request): string =>
  Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '';

/** Fields of query and form together, texts only; a form field wins. */
export function fieldsOf(req: Request): Parameters {
  const form = Object.fromEntries(new URLSearchParams(rawOf(req)));
  const all = Object.entries({ ...req.query, ...form });
  return Object.fromEntries(
    all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** The body as a JSON object, or nothing. */
export function jsonOf(req: Request): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(rawOf(req));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
