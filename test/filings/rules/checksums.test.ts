import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ageOn,
  birthDateOf,
  isCreditCode,
  isDate,
  isIdNumber,
  isOldLicence,
  isOrganizationCode,
} from '../../../src/filings/rules/checksums.ts';
import { creditCode, idNumber } from '../sample-numbers.ts';

test('the examples of the standards are right', () => {
  assert.ok(isIdNumber('11010519491231002X'));
  assert.ok(isCreditCode('91350100M000100Y43'));
  assert.ok(isOrganizationCode('D2143569-X'));
  assert.ok(isOrganizationCode('D2143569X'));
  assert.ok(isOldLicence('110108000000016'));
});

test('numbers of the wrong length or alphabet are wrong', () => {
  for (const text of [
    '',
    '1101051949123100',
    '11010519491231002x',
    '110105194912310021',
    'X'.repeat(18),
  ]) {
    assert.equal(isIdNumber(text), false, text);
  }
  for (const text of ['91350100M000100Y4', '91350100M000100Y44', '91350100I000100Y43', '']) {
    assert.equal(isCreditCode(text), false, text);
  }
  for (const text of ['D2143569-1', 'D214356-9X', 'd2143569X', '']) {
    assert.equal(isOrganizationCode(text), false, text);
  }
  assert.equal(isOldLicence('110108000000015'), false);
});

test('one wrong digit is always seen', () => {
  const place = fc.nat({ max: 17 });
  const digit = fc.nat({ max: 9 }).map(String);
  fc.assert(
    fc.property(place, digit, fc.nat({ max: 999 }), (at, wrong, sequence) => {
      const number = idNumber('440000', '1990-07-15', sequence);
      const damaged = number.slice(0, at) + wrong + number.slice(at + 1);
      assert.equal(isIdNumber(damaged), damaged === number);
    }),
  );
  const body = fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/);
  fc.assert(
    fc.property(place, digit, body, (at, wrong, organization) => {
      const code = creditCode('440000', organization);
      assert.ok(isOrganizationCode(code.slice(8, 17)));
      const damaged = code.slice(0, at) + wrong + code.slice(at + 1);
      assert.equal(isCreditCode(damaged), damaged === code);
    }),
  );
});

test('swapping two neighbouring digits is always seen', () => {
  fc.assert(
    fc.property(fc.nat({ max: 15 }), fc.nat({ max: 999 }), (at, sequence) => {
      const number = idNumber('330000', '1987-06-05', sequence);
      const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
      assert.equal(isIdNumber(swapped), swapped === number);
    }),
  );
});

test('only days of the calendar are dates', () => {
  for (const text of ['2024-02-29', '2026-12-31']) assert.ok(isDate(text), text);
  for (const text of ['2023-02-29', '2026-13-01', '2026-04-31', '2026-1-1', '长期', '']) {
    assert.equal(isDate(text), false, text);
  }
  assert.equal(birthDateOf('110105194912310021'), '1949-12-31');
  assert.equal(birthDateOf('110105194902300021'), undefined);
});

test('a person is a year older on the birthday, not the day before', () => {
  assert.equal(ageOn('2008-03-16', '2026-03-16'), 18);
  assert.equal(ageOn('2008-03-17', '2026-03-16'), 17);
});
