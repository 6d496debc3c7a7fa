import { createHash, createSign, createVerify, timingSafeEqual } from 'node:crypto';
import type { Parameters } from '../bodies.ts';

/** Fields that are not empty, sorted by bytes, joined raw; without sign and sign_type. */
export const contentOf = (fields: Parameters): string =>
  Object.keys(fields)
    .filter((name) => name !== 'sign' && name !== 'sign_type' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

/** V1: MD5 of the content with the key right behind it. */
export const md5Of = (fields: Parameters, key: string): string =>
  createHash('md5')
    .update(contentOf(fields) + key)
    .digest('hex');

/** V2 leaves out what is only spaces as well. */
export const contentOfV2 = (fields: Parameters): string =>
  contentOf(Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim())));

/** V2: RSA with SHA-256, base64. */
export const rsaOf = (fields: Parameters, privateKey: string): string =>
  createSign('sha256').update(contentOfV2(fields)).sign(privateKey, 'base64');

/** Whether a request of V1 carries the signature of its own fields. */
export function isMd5Signed(fields: Parameters, key: string): boolean {
  const given = Buffer.from(fields['sign'] ?? '');
  const right = Buffer.from(md5Of(fields, key));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Whether a request of V2 is signed with the merchant's private key. */
export const isRsaSigned = (fields: Parameters, publicKey: string): boolean =>
  createVerify('sha256')
    .update(contentOfV2(fields))
    .verify(publicKey, fields['sign'] ?? '', 'base64');
