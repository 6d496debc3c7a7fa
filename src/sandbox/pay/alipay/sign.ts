import { createSign, createVerify } from 'node:crypto';
import type { Parameters } from '../bodies.ts';

/** What is signed: fields that are not empty, sorted, joined raw. Requests leave out only `sign`. */
export const contentOf = (fields: Parameters, without: string[]): string =>
  Object.keys(fields)
    .filter((name) => !without.includes(name) && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

export const rsa2 = (content: string, privateKey: string): string =>
  createSign('sha256').update(content, 'utf8').sign(privateKey, 'base64');

export const isRsa2 = (content: string, sign: string, publicKey: string): boolean =>
  createVerify('sha256').update(content, 'utf8').verify(publicKey, sign, 'base64');
