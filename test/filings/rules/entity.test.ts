import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, personForm, placesOf, unitForm } from '../sample-forms.ts';
import { creditCode } from '../sample-numbers.ts';

type Case = [what: string, body: Record<string, string | string[]>, code: string, places: string[]];

const entity: Case[] = [
  ['a kind nobody knows', { 'entity.kind': '77' }, 'entity_kind_unknown', ['entity.kind']],
  [
    'an individual’s card for a company',
    { 'entity.id_type': '2' },
    'id_type_not_for_kind',
    ['entity.id_type'],
  ],
  [
    'a certificate nobody knows',
    { 'entity.id_type': '99' },
    'id_type_not_for_kind',
    ['entity.id_type'],
  ],
  ['a certificate without known kinds', { 'entity.id_type': '40' }, 'id_type_not_for_kind', []],
  [
    'a city of another province',
    { 'entity.city_code': '320100' },
    'region_code',
    ['entity.city_code', 'entity.county_code'],
  ],
  [
    'a county that is none',
    { 'entity.county_code': '330199' },
    'region_code',
    ['entity.county_code'],
  ],
  [
    'a city for a province',
    { 'entity.province_code': '330100' },
    'region_code',
    ['entity.province_code'],
  ],
  [
    'no county where there are some',
    { 'entity.county_code': '' },
    'required',
    ['entity.county_code'],
  ],
  [
    'a city without counties',
    { 'entity.province_code': '440000', 'entity.city_code': '441900', 'entity.county_code': '' },
    'required',
    [],
  ],
  ['a domain for a name', { 'entity.name': 'qinghe.com' }, 'entity_name', ['entity.name']],
  ['a name in Latin letters', { 'entity.name': 'Green Field Ltd' }, 'entity_name', ['entity.name']],
  ['a short form of the name', { 'entity.name': '青禾' }, 'entity_name', ['entity.name']],
  [
    'a code of a public institution',
    { 'entity.id_number': creditCode('330000', 'MA2XYW12', '12') },
    'credit_code_kind',
    ['entity.kind ~'],
  ],
  ['a code of a company', {}, 'credit_code_kind', []],
  [
    'an old licence number',
    { 'entity.id_number': '110108000000016' },
    'old_licence_number',
    ['entity.id_number ~'],
  ],
  [
    'a code in small letters with blanks',
    { 'entity.id_number': ` ${unitForm.entity.id_number.toLowerCase()} ` },
    'id_number',
    [],
  ],
  ['no investor', { 'entity.investor': '' }, 'required', []],
  ['no consent', { 'consents.truth': 'false' }, 'consent', ['consents.truth']],
];

const addresses: Case[] = [
  ...['一号', 'Room 301, No. 2'].map(
    (typed): Case => [
      `the card's address as ${typed}`,
      { 'entity.id_address': typed },
      'id_address_vague',
      ['entity.id_address ~'],
    ],
  ),
  [
    "a card's address in full",
    { 'entity.id_address': '浙江省杭州市滨江区网商路699号' },
    'id_address_vague',
    [],
  ],
  [
    'only a road',
    { 'entity.mailing_address': '网商路' },
    'address_vague',
    ['entity.mailing_address'],
  ],
  [
    'a digit without a door',
    { 'entity.mailing_address': '网商路699' },
    'address_vague',
    ['entity.mailing_address'],
  ],
  ['a door', { 'entity.mailing_address': '网商路699号' }, 'address_vague', []],
  [
    'a door without a room',
    { 'entity.mailing_address': '网商路699号' },
    'address_room',
    ['entity.mailing_address ~'],
  ],
  ['a door without floors', { 'entity.mailing_address': '网商路699号无楼层' }, 'address_room', []],
  [
    'a door in Chinese numerals',
    { 'entity.mailing_address': '和平里七区十六号三楼' },
    'address_vague',
    [],
  ],
  ['a village', { 'entity.mailing_address': '云溪镇松风村' }, 'address_vague', []],
  [
    'the region once more',
    { 'entity.mailing_address': '浙江省杭州市滨江区网商路699号2楼' },
    'address_repeats_region',
    ['entity.mailing_address ~'],
  ],
  [
    'a road named after a city',
    { 'entity.mailing_address': '杭州路12号2楼' },
    'address_repeats_region',
    [],
  ],
  [
    'shorthand',
    { 'entity.mailing_address': '网商路6号3-2-501室' },
    'address_shorthand',
    ['entity.mailing_address ~'],
  ],
  ['no address', { 'entity.mailing_address': '' }, 'address_vague', []],
];

test('the entity and its addresses are checked field by field', () => {
  for (const [what, body, code, places] of [...entity, ...addresses]) {
    assert.deepEqual(placesOf(found(unitForm, body), code), places, what);
  }
});

test('what is left of an address without the region is proposed', () => {
  const findings = found(unitForm, {
    'entity.mailing_address': '浙江省杭州市滨江区网商路699号2楼',
  });
  assert.deepEqual(
    findings.map(({ suggestion }) => suggestion),
    ['请改为“网商路699号2楼”'],
  );
});

test('in some provinces both addresses must be in one city', () => {
  const henan = {
    'entity.province_code': '410000',
    'entity.city_code': '410300',
    'entity.county_code': '',
    'entity.id_address': '河南省郑州市金水区1号',
  };
  assert.deepEqual(placesOf(found(unitForm, henan), 'address_other_city'), ['entity.city_code ~']);
  const same = { ...henan, 'entity.id_address': '河南省洛阳市1号' };
  assert.deepEqual(placesOf(found(unitForm, same), 'address_other_city'), []);
});

test('some provinces take no individuals from elsewhere, which the address tells better than the number', () => {
  const chongqing = {
    'entity.province_code': '500000',
    'entity.city_code': '500100',
    'entity.county_code': '500101',
  };
  const from = (id_address: string) =>
    placesOf(
      found(personForm, { ...chongqing, 'entity.id_address': id_address }),
      'out_of_province',
    );
  assert.deepEqual(from('浙江省杭州市西湖区文三路1号'), ['entity.province_code']);
  assert.deepEqual(from('西湖区文三路1号'), ['entity.province_code ~']);
  assert.deepEqual(from('重庆市渝中区1号'), []);
  assert.deepEqual(placesOf(found(unitForm, chongqing), 'out_of_province'), []);
});

test('every required material that is missing, or not really there, is asked for by its name', () => {
  const missing = found({ ...unitForm, materials: {} }, {});
  assert.deepEqual(placesOf(missing, 'material_missing'), [
    'materials.entity_licence',
    'materials.entity_leader_id_front',
    'materials.entity_leader_id_back',
    'materials.service_0_leader_photo',
    'materials.verification_form',
    'materials.domain_certificate',
  ]);
  const documents = new Set(Object.values(unitForm.materials).flat());
  assert.deepEqual(found(unitForm, {}, { documents }), []);
  documents.delete('doc-verification_form');
  assert.deepEqual(placesOf(found(unitForm, {}, { documents }), 'material_missing'), [
    'materials.verification_form',
  ]);
});

test('a province that wants local numbers reminds of it', () => {
  const body = {
    'entity.province_code': '320000',
    'entity.city_code': '320100',
    'entity.county_code': '320102',
  };
  const reminded = placesOf(found(unitForm, body), 'local_mobile');
  assert.deepEqual(reminded, ['entity.leader.mobile ~']);
});
