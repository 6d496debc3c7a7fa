import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dottedIp, ipNumber } from '../../../src/filings/rules/addresses-v4.ts';
import { found, placesOf, unitForm } from '../sample-forms.ts';

const row = 'services.0.access.ips.0';
const check = (first: string, last: string, code: string) =>
  placesOf(found(unitForm, { [`${row}.first`]: first, [`${row}.last`]: last }), code);

const cases: [first: string, last: string, code: string, places: string[]][] = [
  ['47.96.0.10', '', 'ip_form', []],
  ['47.96.0.10', '47.96.0.10', 'ip_form', []],
  ['47.96.0.10', '47.96.0.9', 'ip_form', [`${row}.last`]],
  ['47.96.0.256', '', 'ip_form', [`${row}.first`]],
  ['47.96.0', '47.96.0.9', 'ip_form', [`${row}.first`]],
  ['::1', '', 'ip_form', [`${row}.first`]],
  ['47.96.0.1', 'x', 'ip_form', [`${row}.last`]],
  ['10.0.0.1', '', 'ip_not_public', [`${row}.first`]],
  ['172.31.255.255', '', 'ip_not_public', [`${row}.first`]],
  ['172.32.0.0', '', 'ip_not_public', []],
  ['192.168.1.1', '', 'ip_not_public', [`${row}.first`]],
  ['100.64.0.1', '', 'ip_not_public', [`${row}.first`]],
  ['127.0.0.1', '', 'ip_not_public', [`${row}.first`]],
  ['255.255.255.255', '', 'ip_not_public', [`${row}.first`]],
  ['9.255.255.250', '10.0.0.1', 'ip_not_public', [`${row}.first`]],
  ['203.0.113.7', '', 'ip_not_public', [`${row}.first ~`]],
  ['47.96.0.0', '47.96.1.0', 'ip_many', [`${row}.last ~`]],
  ['47.96.0.0', '47.96.0.255', 'ip_many', []],
];

test('addresses are public IPv4 in order', () => {
  for (const [first, last, code, places] of cases) {
    assert.deepEqual(check(first, last, code), places, `${first}-${last} ${code}`);
  }
});

test('addresses lie within the provider’s blocks when these are known', () => {
  const provider = {
    ip_ranges: [
      { first: '47.96.0.0', last: '47.96.0.255' },
      { first: '47.96.1.0', last: '47.96.1.255' },
    ],
  };
  const inside = (first: string, last = '') =>
    placesOf(
      found(unitForm, { [`${row}.first`]: first, [`${row}.last`]: last }, { provider }),
      'ip_not_ours',
    );
  assert.deepEqual(inside('47.96.0.0', '47.96.0.255'), []);
  assert.deepEqual(inside('47.96.0.200', '47.96.1.5'), []);
  assert.deepEqual(inside('47.96.1.200', '47.96.2.5'), [`${row}.first`]);
  assert.deepEqual(inside('8.8.8.8'), [`${row}.first`]);
});

test('one website does not name an address twice, two websites may share one', () => {
  const other = 'services.0.access.ips.1';
  const twice = {
    [`${row}.first`]: '47.96.0.1',
    [`${row}.last`]: '47.96.0.9',
    [`${other}.first`]: '47.96.0.9',
  };
  assert.deepEqual(placesOf(found(unitForm, twice), 'ip_twice'), [`${other}.first`]);
  const next = { ...twice, [`${other}.first`]: '47.96.0.10' };
  assert.deepEqual(placesOf(found(unitForm, next), 'ip_twice'), []);
  const shared = {
    'services.1.access.ips.0.first': unitForm.services[0]?.access.ips[0]?.first ?? '',
  };
  assert.deepEqual(placesOf(found(unitForm, shared), 'ip_twice'), []);
});

test('the number of an address on the wire leads back to it', () => {
  assert.equal(ipNumber('192.0.2.10'), 3221225994);
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => {
      assert.equal(ipNumber(dottedIp(number)), number);
    }),
  );
});
