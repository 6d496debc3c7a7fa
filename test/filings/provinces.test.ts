import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  PROVINCES,
  ProvinceRules,
  provinceName,
  provinceRules,
} from '../../src/filings/provinces/index.ts';

test('all provinces are there, well formed, dated, each with its own character', () => {
  assert.equal(PROVINCES.length, 34);
  for (const province of PROVINCES) assert.deepEqual(ProvinceRules.parse(province), province);
  assert.equal(new Set(PROVINCES.map(({ short }) => short)).size, 34);
  assert.ok(PROVINCES.every(({ dated }) => dated !== ''));
});

test('any code of a province leads to it, an unknown one to what holds everywhere', () => {
  assert.equal(provinceRules('330108').short, '浙');
  assert.equal(provinceName('510000'), '四川');
  assert.equal(provinceRules('').code, '000000');
  assert.equal(provinceRules('990000').max_domains_per_service, null);
  assert.equal(provinceName('990000'), '');
});

test('newer facts win over older ones, and what the operator knows over both', () => {
  assert.equal(provinceRules('640000').domain_holder, 'unit');
  assert.equal(provinceRules('340000').unit_leader_must_be_legal_person, false);
  const corrected = provinceRules('500000', {
    one_domain_per_site: false,
    max_domains_per_service: 5,
  });
  assert.equal(corrected.one_domain_per_site, false);
  assert.equal(corrected.max_domains_per_service, 5);
  assert.equal(corrected.personal_out_of_province, 'denied');
  assert.equal(
    provinceRules('500000', { one_domain_per_site: undefined }).one_domain_per_site,
    true,
  );
});
