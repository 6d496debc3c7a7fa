import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CREDIT_CODE_CHARS, isCreditCode } from '../../../src/documents/ocr/checks/credit-code.ts';
import { birthOf, isDate, isIdNumber, sexOf } from '../../../src/documents/ocr/checks/id-number.ts';
import { creditCodes, idNumbers } from './codes.ts';

test('every well-made identity number and credit code passes its checks', () => {
  fc.assert(fc.property(idNumbers, (number) => isIdNumber(number)));
  fc.assert(fc.property(creditCodes, (code) => isCreditCode(code)));
});

test('one wrong character never passes', () => {
  const at = fc.nat(17);
  fc.assert(
    fc.property(idNumbers, at, fc.constantFrom(...'0123456789X'), (number, i, char) => {
      fc.pre(number[i] !== char);
      return !isIdNumber(number.slice(0, i) + char + number.slice(i + 1));
    }),
  );
  fc.assert(
    fc.property(creditCodes, at, fc.constantFrom(...CREDIT_CODE_CHARS), (code, i, char) => {
      fc.pre(code[i] !== char);
      return !isCreditCode(code.slice(0, i) + char + code.slice(i + 1));
    }),
  );
});

test('birth and sex are told by the number', () => {
  assert.equal(birthOf('539941199912048154'), '1999-12-04');
  assert.equal(sexOf('539941199912048154'), '男');
  assert.equal(sexOf('539931199208064385'), '女');
});

test('a number of no province, no day or tomorrow is none', () => {
  assert.equal(isIdNumber('009901199001011234'), false);
  assert.equal(isDate('2023-02-29'), false);
  assert.equal(isDate('2024-02-29'), true);
});
