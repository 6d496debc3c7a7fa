import { createHash, randomInt } from 'node:crypto';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The random characters that every call carries. */
export function randomValue(length: number): string {
  return Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}

/** base64 of the raw digest. */
export function hashBase64(hash: string, bytes: Buffer): string {
  return createHash(hash).update(bytes).digest('base64');
}

/** base64 of the raw MD5: by which we know bytes again. */
export function md5Base64(bytes: Buffer): string {
  return hashBase64('md5', bytes);
}
