import { createHash, randomInt } from 'node:crypto';
import { encodeGbk } from './gbk.ts';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 20 random characters that every call carries. */
export function randomValue(): string {
  return Array.from({ length: 20 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}

/** base64 of the raw MD5. */
export function md5Base64(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64');
}

/** Proof of the password for one call: MD5 over the GBK bytes of password and random value. */
export function passwordHash(password: string, random: string): string {
  return md5Base64(encodeGbk(password + random));
}
