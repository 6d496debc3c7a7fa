import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII } from 'node:url';
import { PROVINCES } from '../../src/filings/provinces/index.ts';
import { codeTables } from './context.ts';

const ids = (table: string) => (codeTables[table] ?? []).map(({ id }) => id);

test('every code table is there, its ids differ and its names are not empty', () => {
  const counts = Object.entries(codeTables).map(([table, rows]) => [table, rows.length]);
  assert.deepEqual(Object.fromEntries(counts), {
    ...{ access_methods: 5, attachment_formats: 2, attachment_uses: 5, cancel_reasons: 5 },
    ...{
      content_types: 30,
      entity_kinds: 18,
      id_types: 39,
      languages: 17,
      prior_approvals: 12,
      regions: 3350,
    },
    ...{ server_locations: 31, top_level_domains: ids('top_level_domains').length },
  });
  for (const [table, rows] of Object.entries(codeTables)) {
    assert.equal(new Set(ids(table)).size, rows.length, table);
    assert.ok(
      rows.every(({ name }) => name !== ''),
      table,
    );
  }
});

test('a certificate names only kinds that exist, and every kind has a certificate', () => {
  const kinds = new Set(ids('entity_kinds'));
  const named = (codeTables['id_types'] ?? []).flatMap(
    ({ extra }) => extra?.['entity_kinds'] ?? [],
  );
  assert.deepEqual(new Set(named), kinds);
});

test('every county lies in a city and every city in a province', () => {
  const known = new Set(ids('regions'));
  for (const id of known) {
    assert.ok(known.has(`${id.slice(0, 2)}0000`) && known.has(`${id.slice(0, 4)}00`), id);
  }
  for (const { code } of PROVINCES) assert.ok(known.has(code), code);
});

test('a server stands in a province, and its small id is the bit of its place', () => {
  for (const { id, extra } of codeTables['server_locations'] ?? []) {
    assert.equal(2n ** (BigInt(id) - 1n), BigInt(String(extra?.['bits'])));
    assert.ok(ids('regions').includes(String(extra?.['province_code'])));
  }
});

test('suffixes are written as the DNS writes them', () => {
  for (const id of ids('top_level_domains')) assert.equal(domainToASCII(id), id);
  for (const suffix of [
    'com',
    'cn',
    'com.cn',
    'zj.cn',
    domainToASCII('公司'),
    domainToASCII('中国'),
  ]) {
    assert.ok(ids('top_level_domains').includes(suffix), suffix);
  }
  for (const refused of ['io', 'me', 'hk']) assert.ok(!ids('top_level_domains').includes(refused));
});
