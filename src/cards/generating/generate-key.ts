import { randomBytes } from 'node:crypto';

/** Crockford's base32: no I, L, O, U, which people read as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 5;
const LETTERS = 24;

/** A key of our own: five groups of five, 120 random bits and a check letter at the end. */
export function generateKey(): string {
  const bytes = randomBytes(LETTERS);
  const letters = Array.from(bytes, (byte) => ALPHABET.charAt(byte & 31)).join('');
  const all = letters + checkLetter(letters);
  return (all.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** Whether a key may be one of ours: a letter misread or two exchanged are found without asking the stock. */
export function isWellFormed(key: string): boolean {
  const letters = plainKey(key);
  return (
    /^[0-9A-HJKMNP-TV-Z]{25}$/.test(letters) &&
    checkLetter(letters.slice(0, LETTERS)) === letters.charAt(LETTERS)
  );
}

/** A key as it was meant: what looks alike is one letter, case and signs do not count. */
export function plainKey(key: string): string {
  return key
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Weights are odd, so that every single error shows; neighbours differ, so that most exchanges do. */
function checkLetter(letters: string): string {
  const sum = [...letters].reduce(
    (all, letter, at) => all + ALPHABET.indexOf(letter) * (2 * at + 1),
    0,
  );
  return ALPHABET.charAt(sum % 32);
}
