import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An unguessable public number: prefix and 16 Crockford base32 characters (80 random bits). */
export function publicNo(prefix: string): string {
  const bytes = randomBytes(16);
  return prefix + Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('');
}

/** A bearer token: 256 random bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: SHA-256, hex. A token has full entropy, so it needs no salt. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
