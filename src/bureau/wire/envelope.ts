import { createCipheriv, createDecipheriv } from 'node:crypto';
import { packXml, unpackOne } from './archive.ts';
import { md5Base64 } from './digest.ts';
import { decodeGbk } from './gbk.ts';

/** AES-128-CBC key and offset as the bureau issues them: 16 ASCII characters each. */
export interface Cipher {
  key: string;
  iv: string;
}

const CIPHER = 'aes-128-cbc';
/** No file of the bureaus comes near it; a packing bomb does. */
const XML_LIMIT = 96 * 1024 * 1024;

/** A document as the archive that is frozen behind a number; `hash` goes with every sending. */
export async function packUpload(xml: Buffer): Promise<{ zip: Buffer; hash: string }> {
  const zip = await packXml(xml);
  return { zip, hash: md5Base64(zip) };
}

/** The archive as it is put into a call: encrypted when the bureau wants it so, base64. */
export function sealedForWire(zip: Buffer, cipher: Cipher | undefined): string {
  if (!cipher) return zip.toString('base64');
  const encryption = createCipheriv(CIPHER, cipher.key, cipher.iv);
  return Buffer.concat([encryption.update(zip), encryption.final()]).toString('base64');
}

export interface ReceivedFile {
  /** base64, line breaks allowed. */
  beian_info: string;
  hash: string;
  encrypted: boolean;
}

export type Opened = { ok: true; zip: Buffer } | { ok: false; fault: 'hash' | 'cipher' };

/**
 * The archive out of a call, once its MD5 agrees. Never throws: a wrong key and a broken transfer are told apart. A file
 * that says wrongly whether it is encrypted is opened all the same, for its MD5 proves it.
 */
export function openFromWire(file: ReceivedFile, cipher: Cipher | undefined): Opened {
  const bytes = Buffer.from(file.beian_info.replace(/\s+/g, ''), 'base64');
  const hash = file.hash.replace(/\s+/g, '');
  const plain = decrypted(bytes, cipher);
  const likely = file.encrypted ? [plain, bytes] : [bytes, plain];
  const zip = likely.find((candidate) => candidate && md5Base64(candidate) === hash);
  if (zip) return { ok: true, zip };
  return { ok: false, fault: file.encrypted && !plain ? 'cipher' : 'hash' };
}

function decrypted(bytes: Buffer, cipher: Cipher | undefined): Buffer | undefined {
  if (!cipher) return undefined;
  try {
    const decryption = createDecipheriv(CIPHER, cipher.key, cipher.iv);
    return Buffer.concat([decryption.update(bytes), decryption.final()]);
  } catch {
    return undefined;
  }
}

/** The XML text inside a downloaded archive. Throws when the archive is broken or unpacks to too much. */
export async function unpackDownload(zip: Buffer): Promise<{ name: string; xml: string }> {
  const { name, content } = await unpackOne(zip, XML_LIMIT);
  return { name, xml: decodeGbk(content) };
}
