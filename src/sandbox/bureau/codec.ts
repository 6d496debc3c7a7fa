import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import yauzl from 'yauzl';

/** Key and offset as the bureau issues them: 16 ASCII characters each. */
export interface Keys {
  aes_key: string;
  aes_iv: string;
}

export const toGbk = (text: string): Buffer => iconv.encode(text, 'gbk');
export const fromGbk = (bytes: Buffer): string => iconv.decode(bytes, 'gbk');
export const hashBase64 = (hash: string, bytes: Buffer): string =>
  createHash(hash).update(bytes).digest('base64');

export function encrypt({ aes_key, aes_iv }: Keys, bytes: Buffer, algorithm: string): Buffer {
  const cipher = createCipheriv(algorithm, aes_key, aes_iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** Throws when the key, the offset or the padding is wrong. */
export function decrypt({ aes_key, aes_iv }: Keys, bytes: Buffer, algorithm: string): Buffer {
  const decipher = createDecipheriv(algorithm, aes_key, aes_iv);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

/** Base64 that was typed or broken into lines; nothing when there is another character in it. */
export function fromBase64(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  return Buffer.from(packed, 'base64');
}

/** Base64 with a newline after every 76 characters, as the bureaus' Java encoder writes it. */
export function toBase64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/(.{76})(?=.)/g, '$1\n');
}

/**
 * An archive of one entry whose sizes stand in a data descriptor (flag bit 3), as the captured file
 * of a real bureau has them. Written out here, and not waiting for a stream, so that a result and
 * the file that tells of it reach the disk together.
 */
export function zipOne(name: string, content: Buffer, mtime: Date): Buffer {
  const label = Buffer.from(name, 'ascii');
  const packed = deflateRawSync(content);
  const sizes = words(crc32(content), packed.length, content.length);
  const date = dosDate(mtime);
  const common = Buffer.concat([shorts(20, 8, 8), date]);
  const lengths = shorts(label.length, 0);
  const local = [words(0x04034b50), common, words(0, 0, 0), lengths, label, packed];
  const body = Buffer.concat([...local, words(0x08074b50), sizes]);
  const entry = [words(0x02014b50), shorts(20), common, sizes, lengths, shorts(0, 0, 0)];
  const directory = Buffer.concat([...entry, words(0, 0), label]);
  const end = [words(0x06054b50), shorts(0, 0, 1, 1), words(directory.length, body.length)];
  return Buffer.concat([body, directory, ...end, shorts(0)]);
}

function shorts(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, i * 2);
  return bytes;
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4);
  return bytes;
}

function dosDate(at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return shorts(time, day);
}

export interface Unzipped {
  entries: number;
  name: string;
  /** Of the first entry, as the directory claims it. */
  size: number;
  content: Buffer;
}

/** Opens an archive and gives its first entry unless it is larger than `limit` bytes. Throws when broken. */
export async function unzip(bytes: Buffer, limit: number): Promise<Unzipped> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const result: Unzipped = { entries: zip.entryCount, name: '', size: 0, content: Buffer.alloc(0) };
  for await (const entry of zip.eachEntry()) {
    result.name = String(entry.fileName);
    result.size = entry.uncompressedSize;
    if (zip.entryCount === 1 && result.size <= limit) {
      const parts: Buffer[] = [];
      for await (const part of await zip.openReadStreamPromise(entry))
        parts.push(Buffer.from(part));
      result.content = Buffer.concat(parts);
    }
    break;
  }
  return result;
}
