import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { derive, secrets } from './secrets.ts';

const NONCE = 12;
const TAG = 16;

const sealKeys = new Map(
  Object.entries(secrets.seal_keys).map(([number, key]) => [
    Number(number),
    derive(key, 'beika seal'),
  ]),
);
const newest = Math.max(...sealKeys.keys());
const indexKey = derive(secrets.index_key, 'beika blind index');

/**
 * AES-256-GCM. `place` ("filings.form:BA…": table, column and row) is bound in, so that a value moved
 * to another column or row does not open. Gives key number (2 bytes), nonce, tag, ciphertext.
 */
export function sealBytes(plain: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyNumbered(newest), nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(newest);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
}

/** Opens what sealBytes gave; throws when it was altered or belongs to another place. */
export function unsealBytes(sealed: Buffer, place: string): Buffer {
  if (sealed.length < 2 + NONCE + TAG) throw new Error(`not a sealed value at ${place}`);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyNumbered(sealed.readUInt16BE(0)),
    sealed.subarray(2, 2 + NONCE),
    { authTagLength: TAG },
  );
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(2 + NONCE, 2 + NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(2 + NONCE + TAG)), decipher.final()]);
}

/** Text as sealBytes, written `v1.` + base64url, for text columns. */
export function seal(text: string, place: string): string {
  return `v1.${sealBytes(Buffer.from(text), place).toString('base64url')}`;
}

export function unseal(sealed: string, place: string): string {
  if (!sealed.startsWith('v1.')) throw new Error(`not a sealed value at ${place}`);
  return unsealBytes(Buffer.from(sealed.slice(3), 'base64url'), place).toString();
}

/** Finds an exact value without storing it in the clear: HMAC-SHA256 of the value and its column, hex. */
export function blindIndex(text: string, column: string): string {
  return createHmac('sha256', indexKey).update(`${column}\0${text}`).digest('hex');
}

function keyNumbered(number: number): Buffer {
  const key = sealKeys.get(number);
  if (!key) throw new Error(`no seal key numbered ${number} in the secrets file`);
  return key;
}
