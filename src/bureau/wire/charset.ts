import iconv from 'iconv-lite';
import { decodeGbk, encodeGbk, unencodable } from './gbk.ts';

/** How the bytes of a document may be written, by the name that its declaration gives. */
export const CHARSETS = ['GBK', 'GB18030', 'UTF-8'] as const;
export type Charset = (typeof CHARSETS)[number];

/** Control characters, which no XML document may hold. */
const CONTROL =
  /[^\P{Cc}\t\n\r]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uFFFE\uFFFF]/u;

/** Text as bytes of that charset. Throws rather than write a '?' for a character that it has not. */
export function encodeIn(charset: Charset, text: string): Buffer {
  if (charset === 'GBK') return encodeGbk(text);
  return charset === 'UTF-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030');
}

/** The characters of a text that a document of that charset cannot carry, each once. */
export function uncarried(charset: Charset, text: string): string[] {
  if (charset === 'GBK') return unencodable(text);
  return [...new Set(Array.from(text).filter((character) => CONTROL.test(character)))];
}

/** A document as text, by the charset that it declares; one that is not in the UTF-8 it claims is read as GBK. */
export function decodeDocument(bytes: Buffer): string {
  const head = bytes.subarray(0, 100).toString('latin1');
  if (!/encoding=["']utf-8["']/i.test(head)) return decodeGbk(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeGbk(bytes);
  }
}
