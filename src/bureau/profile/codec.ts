import { createCipheriv, createDecipheriv } from 'node:crypto';
import { hashBase64 } from '../wire/digest.ts';
import { encodeGbk } from '../wire/gbk.ts';
import type { ProfileDocument } from './document.ts';

/** Key and offset as the bureau issues them: 16 ASCII characters each for AES-128. */
export interface Cipher {
  key: string;
  iv: string;
}

export interface ReceivedFile {
  /** base64, line breaks allowed. */
  beian_info: string;
  hash: string;
  encrypted: boolean;
}

export type Opened = { ok: true; zip: Buffer } | { ok: false; fault: 'hash' | 'cipher' };

/** A bureau's formulas, as its profile has them. */
export interface Codec {
  /** Proof of the password for one call. */
  proof(parts: { password: string; random: string; user_name: string }): string;
  /** Of an archive, before it is encrypted. */
  hashOf(zip: Buffer): string;
  /** An archive as it is put into a call: encrypted when there is a cipher, base64. */
  seal(zip: Buffer, cipher: Cipher | undefined): string;
  /**
   * The archive out of a call, once its hash agrees. Never throws: a wrong key and a broken transfer are told apart. A
   * file that says wrongly whether it is encrypted is opened all the same, for its hash proves it.
   */
  open(file: ReceivedFile, cipher: Cipher | undefined): Opened;
}

export function codecOf({ wire, document }: ProfileDocument): Codec {
  const hashOf = (bytes: Buffer) => hashBase64(wire.hash, bytes);
  const decrypted = (bytes: Buffer, cipher: Cipher | undefined) =>
    cipher && decipher(wire.cipher, bytes, cipher);
  return {
    proof: (parts) => {
      const text = wire.proof.of.map((part) => parts[part]).join('');
      return hashOf(document.charset === 'UTF-8' ? Buffer.from(text) : encodeGbk(text));
    },
    hashOf,
    seal: (zip, cipher) => {
      if (!cipher) return zip.toString('base64');
      const encryption = createCipheriv(wire.cipher, cipher.key, cipher.iv);
      return Buffer.concat([encryption.update(zip), encryption.final()]).toString('base64');
    },
    open: (file, cipher) => {
      const bytes = Buffer.from(file.beian_info.replace(/\s+/g, ''), 'base64');
      const hash = file.hash.replace(/\s+/g, '');
      const plain = decrypted(bytes, cipher);
      const likely = file.encrypted ? [plain, bytes] : [bytes, plain];
      const zip = likely.find((candidate) => candidate && hashOf(candidate) === hash);
      if (zip) return { ok: true, zip };
      return { ok: false, fault: file.encrypted && !plain ? 'cipher' : 'hash' };
    },
  };
}

function decipher(algorithm: string, bytes: Buffer, cipher: Cipher): Buffer | undefined {
  try {
    const decryption = createDecipheriv(algorithm, cipher.key, cipher.iv);
    return Buffer.concat([decryption.update(bytes), decryption.final()]);
  } catch {
    return undefined;
  }
}
