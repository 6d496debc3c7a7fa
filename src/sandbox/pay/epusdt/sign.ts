import { createHash, timingSafeEqual } from 'node:crypto';

/** A number as the gateway prints it (Go's %v): tiny ones with an exponent of two digits at least. */
export function printed(value: unknown): string {
  if (typeof value !== 'number') return value === null || value === undefined ? '' : String(value);
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e21)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** What is signed: fields that are not empty, sorted, joined raw, without the signature itself. */
export const contentOf = (fields: Record<string, unknown>): string =>
  Object.keys(fields)
    .filter((name) => name !== 'signature' && printed(fields[name]) !== '')
    .sort()
    .map((name) => `${name}=${printed(fields[name])}`)
    .join('&');

export const signatureOf = (fields: Record<string, unknown>, token: string): string =>
  createHash('md5')
    .update(contentOf(fields) + token)
    .digest('hex');

export function isSigned(fields: Record<string, unknown>, token: string): boolean {
  const given = Buffer.from(String(fields['signature'] ?? ''));
  const right = Buffer.from(signatureOf(fields, token));
  return given.length === right.length && timingSafeEqual(given, right);
}
