import {
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  type KeyObject,
} from 'node:crypto';

// People paste keys as they are given: PEM, or the bare base64 of PKCS#8, PKCS#1, SPKI.

const MOST_KEPT = 100;
const kept = new Map<string, KeyObject>();

function keptKey(text: string, open: () => KeyObject): KeyObject {
  const known = kept.get(text);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const key = open();
  kept.set(text, key);
  return key;
}

/** A private RSA key as pasted; throws when it is none. */
export function privateKeyOf(text: string): KeyObject {
  return keptKey(text, () => {
    if (text.includes('-----BEGIN')) return createPrivateKey(text);
    const key = Buffer.from(text, 'base64');
    const open = (type: 'pkcs8' | 'pkcs1') => createPrivateKey({ key, format: 'der', type });
    return either(
      () => open('pkcs8'),
      () => open('pkcs1'),
    );
  });
}

/** A public RSA key, or that of a certificate, as pasted; throws when it is none. */
export function publicKeyOf(text: string): KeyObject {
  return keptKey(text, () => {
    if (text.includes('-----BEGIN')) return createPublicKey(text);
    const key = Buffer.from(text, 'base64');
    const open = (type: 'spki' | 'pkcs1') => createPublicKey({ key, format: 'der', type });
    return either(
      () => open('spki'),
      () => open('pkcs1'),
    );
  });
}

function either<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch {
    return second();
  }
}

/** Whether `open` opens it as an RSA key: for forms. */
export function isRsa(open: (text: string) => KeyObject): (text: string) => boolean {
  return (text) => {
    try {
      return open(text).asymmetricKeyType === 'rsa';
    } catch {
      return false;
    }
  };
}

/** SHA256 with RSA (PKCS#1 v1.5), base64. */
export function signRsa(text: string, privateKey: string): string {
  return createSign('RSA-SHA256').update(text).sign(privateKeyOf(privateKey), 'base64');
}

export function isSignedRsa(text: string | Buffer, signature: string, publicKey: string): boolean {
  if (signature === '') return false;
  return createVerify('RSA-SHA256')
    .update(text)
    .verify(publicKeyOf(publicKey), signature, 'base64');
}
