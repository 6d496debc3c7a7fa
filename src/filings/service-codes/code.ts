import { randomInt } from 'node:crypto';
import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import type { ServiceCodeRow } from './tables.ts';

/** Without letters that look like digits or like each other: codes are read out and typed. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const IN_GROUP = 4;

/** A new code, 78 random bits: "7KQM-29FD-XW3R-ATHC". */
export function newCode(): string {
  const group = () =>
    Array.from({ length: IN_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** A code as it is compared: without spaces and dashes, in capitals, of half width. '' when it cannot be one. */
export function plainCode(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s\-—–_]/g, '')
    .toUpperCase();
  return /^[0-9A-Z]{6,40}$/.test(plain) ? plain : '';
}

/** The columns that hold a code. */
export function sealedCode(code_no: string, code: string) {
  const plain = plainCode(code);
  return {
    code_no,
    code_sealed: seal(code, placeOf(code_no)),
    code_index: indexOf(plain),
    code_end: plain.slice(-4),
  };
}

export function openCode(row: Pick<ServiceCodeRow, 'code_no' | 'code_sealed'>): string {
  return unseal(row.code_sealed, placeOf(row.code_no));
}

/** Finds a code by its plain form. */
export function indexOf(plain: string): string {
  return blindIndex(plain, 'service_codes.code');
}

const placeOf = (code_no: string) => `service_codes.code_sealed:${code_no}`;
