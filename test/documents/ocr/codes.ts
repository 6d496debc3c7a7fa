import fc from 'fast-check';
import { CREDIT_CODE_CHARS } from '../../../src/documents/ocr/checks/credit-code.ts';
import { PROVINCE_CODES } from '../../../src/documents/ocr/checks/id-number.ts';

// Numbers that pass their checks and can be nobody's: county codes of city 99 are never assigned.
const provinces = Object.keys(PROVINCE_CODES).filter((code) => code < '70');
const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));

export const idNumbers: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...provinces),
    fc.date({ min: new Date('1950-01-01'), max: new Date('2010-12-31'), noInvalidDate: true }),
    digits(3),
  )
  .map(([province, birth, order]) => {
    const day = birth.toISOString().slice(0, 10).replaceAll('-', '');
    return withCheck(`${province}9901${day}${order}`);
  });

function withCheck(seventeen: string): string {
  // ISO 7064 mod 11-2 by its definition: doubling from the left.
  const sum = [...seventeen].reduce((acc, digit) => ((acc + Number(digit)) * 2) % 11, 0);
  return seventeen + '0123456789X'[(12 - sum) % 11];
}

export const creditCodes: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('91', '92', '93'),
    fc.constantFrom(...provinces),
    fc.stringMatching(/^[0-9A-HJ-NP-RT-UW-Y]{8}$/),
  )
  .map(([kind, province, inner]) =>
    withCreditCheck(`${kind}${province}9901${withInnerCheck(inner)}`),
  );

function withInnerCheck(eight: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce(
    (total, weight, i) => total + weight * Number.parseInt(eight[i]!, 36),
    0,
  );
  const check = 11 - (sum % 11);
  return eight + (check === 10 ? 'X' : String(check % 11));
}

function withCreditCheck(seventeen: string): string {
  let power = 1;
  let sum = 0;
  for (const char of seventeen) {
    sum += power * CREDIT_CODE_CHARS.indexOf(char);
    power = (power * 3) % 31;
  }
  return seventeen + CREDIT_CODE_CHARS[(31 - (sum % 31)) % 31];
}
