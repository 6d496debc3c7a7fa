import { blindIndex, sealBytes, unsealBytes } from '../platform/seal.ts';

/**
 * A card is one text. One of number and secret (卡号 + 密码) is both in that order with SEAM between them, which no
 * card holds; its digest is that of the whole, so that two of one secret but of different numbers are two cards.
 */
const SEAM = '\u001f';

export interface CardText {
  /** As a person copies it: the free text, or number and secret with a blank between. */
  text: string;
  number?: string;
  secret?: string;
}

/** The one text of a card that has a number, or of one that is its secret alone. */
export function wholeCard(secret: string, number = ''): string {
  return number === '' ? secret : `${number}${SEAM}${secret}`;
}

export function partsOf(whole: string): CardText {
  const at = whole.indexOf(SEAM);
  if (at < 0) return { text: whole };
  const [number, secret] = [whole.slice(0, at), whole.slice(at + 1)];
  return { text: `${number} ${secret}`, number, secret };
}

/** What a card is found by: keyed, half of it is enough to be unique among any number of cards. */
export function digestOf(whole: string): Buffer {
  return Buffer.from(blindIndex(whole, 'cards.secret').slice(0, 32), 'hex');
}

/** The same of a card's number alone. */
export function numberDigestOf(number: string): Buffer {
  return Buffer.from(blindIndex(number, 'cards.number').slice(0, 32), 'hex');
}

const place = (digest: Buffer) => `cards.secret:${digest.toString('hex')}`;

/** The secret as it is stored, bound to its digest: moved to another card it does not open. */
export function sealSecret(whole: string, digest: Buffer): Buffer {
  return sealBytes(Buffer.from(whole), place(digest));
}

export function openSecret({ secret_sealed, digest }: { secret_sealed: Buffer; digest: Buffer }) {
  return unsealBytes(secret_sealed, place(digest)).toString();
}
