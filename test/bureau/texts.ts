import fc from 'fast-check';
import { unencodable } from '../../src/bureau/wire/gbk.ts';

// Texts and numbers at the edges of what upload.xsd takes.

/** Any character that GBK carries and people write: most of its rare ones are never seen elsewhere. */
const gbk = new TextDecoder('gbk');
const letter = fc
  .tuple(fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x40, max: 0xfe }))
  .map(([lead, trail]) => gbk.decode(Uint8Array.of(lead, trail)))
  .filter((one) => one.length === 1 && one.trim() !== '' && unencodable(one).length === 0);
const plain = fc.constantFrom(...'0aZ&<>"\'-_.;·—（）㎡℃ⅣΩЖ〇镕龥');
const words = (min: number, max: number) =>
  fc
    .array(fc.oneof(letter, plain), { minLength: min, maxLength: Math.min(max, min + 30) })
    .map((letters) => letters.join(''));
export const text = (min: number, max: number) =>
  fc.oneof(words(min, max), fc.constant('镕'.repeat(max)), fc.constant('&'.repeat(min)));
export const maybe = (min: number, max: number) => fc.oneof(fc.constant(''), text(min, max));
export const code = (max: number) => fc.integer({ min: 1, max }).map(String);
export const codes = fc.array(code(64), { minLength: 1, maxLength: 5 });
export const given = fc.oneof(
  fc.integer({ min: 1 }).map(String),
  fc.constantFrom('1', '999999999999999999'),
);
export const maybeGiven = fc.oneof(fc.constant(''), given);
export const day = fc.constantFrom('2026-01-31', '2024-02-29', '1999-12-01');
const dotted = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
export const address = fc
  .oneof(fc.constantFrom(1, 0xffffffff), fc.integer({ min: 1, max: 0xffffffff }))
  .map(dotted);

export const region = fc.integer({ min: 110000, max: 659999 }).map(String);
