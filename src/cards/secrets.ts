import { blindIndex, sealBytes, unsealBytes } from '../platform/seal.ts';

/** What a card is found by: keyed, half of it is enough to be unique among any number of cards. */
export function digestOf(secret: string): Buffer {
  return Buffer.from(blindIndex(secret, 'cards.secret').slice(0, 32), 'hex');
}

const place = (digest: Buffer) => `cards.secret:${digest.toString('hex')}`;

/** The secret as it is stored, bound to its digest: moved to another card it does not open. */
export function sealSecret(secret: string, digest: Buffer): Buffer {
  return sealBytes(Buffer.from(secret), place(digest));
}

export function openSecret({ secret_sealed, digest }: { secret_sealed: Buffer; digest: Buffer }) {
  return unsealBytes(secret_sealed, place(digest)).toString();
}
