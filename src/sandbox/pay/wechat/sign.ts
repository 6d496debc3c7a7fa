import { type CipherGCM, createCipheriv, createSign, createVerify, randomBytes } from 'node:crypto';

/** The lines that are signed, each ended by a line feed, the last one too. */
export const linesOf = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

export const rsa = (content: string, privateKey: string): string =>
  createSign('sha256').update(content, 'utf8').sign(privateKey, 'base64');

export const isRsa = (content: string, signature: string, publicKey: string): boolean =>
  createVerify('sha256').update(content, 'utf8').verify(publicKey, signature, 'base64');

export const nonce = (bytes = 16): string => randomBytes(bytes).toString('hex').toUpperCase();

/** AES-256-GCM with the APIv3 key; the tag stands behind the text. */
export function seal(apiv3Key: string, text: string, associated_data: string) {
  const iv = nonce(6);
  const cipher: CipherGCM = createCipheriv('aes-256-gcm', apiv3Key, iv);
  cipher.setAAD(Buffer.from(associated_data));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data,
    nonce: iv,
  };
}
