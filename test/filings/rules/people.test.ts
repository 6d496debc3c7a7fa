import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkField } from '../../../src/filings/rules/index.ts';
import { contextFor } from '../context.ts';
import { found, personForm, placesOf, secondSite, unitForm } from '../sample-forms.ts';
import { idNumber } from '../sample-numbers.ts';

test('the sample forms have nothing wrong and nothing doubtful', () => {
  assert.deepEqual(found(unitForm, {}), []);
  assert.deepEqual(found(personForm, {}), []);
  assert.deepEqual(
    found(secondSite(unitForm, true), {}).filter(({ code }) => code !== 'material_missing'),
    [],
  );
});

const cases: [
  what: string,
  body: Record<string, string | string[]>,
  code: string,
  unit: string[],
][] = [
  ['a missing mobile', { 'entity.leader.mobile': '  ' }, 'required', ['entity.leader.mobile']],
  [
    'no office phone of a unit',
    { 'entity.leader.office_phone': '' },
    'required',
    ['entity.leader.office_phone'],
  ],
  ['no leader of a unit', { 'entity.leader.name': '' }, 'required', ['entity.leader.name']],
  ['a short mobile', { 'entity.leader.mobile': '1380000000' }, 'mobile', ['entity.leader.mobile']],
  [
    'a mobile beginning with 12',
    { 'entity.leader.mobile': '12800000000' },
    'mobile',
    ['entity.leader.mobile'],
  ],
  [
    'a mobile with country code and blanks',
    { 'entity.leader.mobile': '+86 138 0000 0000' },
    'mobile',
    [],
  ],
  ['a full-width mobile', { 'entity.leader.mobile': '１３８００００００００' }, 'mobile', []],
  [
    'an emergency number equal to the mobile',
    { 'entity.leader.emergency_mobile': '13800000001' },
    'emergency_same',
    ['entity.leader.emergency_mobile'],
  ],
  [
    'an emergency number that is none',
    { 'entity.leader.emergency_mobile': '119' },
    'emergency_mobile',
    ['entity.leader.emergency_mobile'],
  ],
  [
    'a landline for emergencies',
    { 'entity.leader.emergency_mobile': '0571-88886666' },
    'emergency_mobile',
    [],
  ],
  [
    'no emergency number',
    { 'entity.leader.emergency_mobile': '' },
    'emergency_mobile_missing',
    ['entity.leader.emergency_mobile ~'],
  ],
  [
    'an office phone without its area',
    { 'entity.leader.office_phone': '88886666' },
    'office_phone',
    ['entity.leader.office_phone'],
  ],
  [
    'an office phone with extension',
    { 'entity.leader.office_phone': '0571-88886666-801' },
    'office_phone',
    ['entity.leader.office_phone'],
  ],
  [
    'an office phone with a long dash',
    { 'entity.leader.office_phone': '0571—88886666' },
    'office_phone',
    [],
  ],
  [
    'an office phone of another province',
    { 'entity.leader.office_phone': '010-88886666' },
    'office_phone_area',
    ['entity.leader.office_phone ~'],
  ],
  [
    'an e-mail without @',
    { 'entity.leader.email': 'person.example.com' },
    'email',
    ['entity.leader.email'],
  ],
  [
    'two e-mails',
    { 'entity.leader.email': 'a@example.com;b@example.com' },
    'email',
    ['entity.leader.email'],
  ],
  [
    'an e-mail of five characters',
    { 'entity.leader.email': 'a@b.c' },
    'length',
    ['entity.leader.email'],
  ],
  [
    'a leader with a business licence',
    { 'entity.leader.id_type': '1' },
    'person_id_type',
    ['entity.leader.id_type'],
  ],
  ['a name with a digit', { 'entity.leader.name': '张三2' }, 'person_name', ['entity.leader.name']],
  ['a name with a dot of a minority', { 'entity.leader.name': '阿卜杜·热合曼' }, 'person_name', []],
  [
    'a card that expired',
    { 'entity.leader.id_valid_until': '2026-03-15' },
    'id_validity',
    ['entity.leader.id_valid_until'],
  ],
  [
    'a card with exactly three months',
    { 'entity.leader.id_valid_until': '2026-06-16' },
    'id_validity',
    ['entity.leader.id_valid_until'],
  ],
  [
    'a card with three months and a day',
    { 'entity.leader.id_valid_until': '2026-06-17' },
    'id_validity',
    [],
  ],
  [
    'a card until a day that is none',
    { 'entity.leader.id_valid_until': '2030-02-30' },
    'id_validity',
    ['entity.leader.id_valid_until'],
  ],
  [
    'a young leader with an unlimited card',
    { 'entity.leader.id_valid_until': '长期' },
    'id_unlimited',
    ['entity.leader.id_valid_until ~'],
  ],
  ['a licence without a date', { 'entity.id_valid_until': '' }, 'id_validity', []],
  [
    'an expired licence',
    { 'entity.id_valid_until': '2020-01-01' },
    'id_validity',
    ['entity.id_valid_until'],
  ],
];

test('people and how they are reached are checked field by field', () => {
  for (const [what, body, code, places] of cases) {
    assert.deepEqual(placesOf(found(unitForm, body), code), places, what);
  }
});

test('a leader under 18 is refused, and one of 16 hears of the exception', () => {
  const under = (birth: string) => {
    const [finding] = found(unitForm, {
      'entity.leader.id_number': idNumber('330000', birth, 1),
    }).filter(({ code }) => code === 'under_age');
    return finding;
  };
  assert.equal(under('2008-03-16'), undefined);
  assert.match(under('2008-03-17')?.message ?? '', /17 周岁/);
  assert.match(under('2010-03-16')?.suggestion ?? '', /16 周岁/);
  assert.match(under('2010-03-17')?.suggestion ?? '', /18 周岁/);
});

test('an individual leads himself and gives his papers once', () => {
  const himself = {
    'entity.leader.name': '',
    'entity.leader.id_number': '',
    'entity.leader.id_valid_until': '',
  };
  assert.deepEqual(found(personForm, himself), []);
  const other = found(personForm, { 'entity.leader.name': '王二小' });
  assert.deepEqual(placesOf(other, 'individual_leads'), ['entity.leader.name']);
  const wrong = found(personForm, { ...himself, 'entity.id_number': '123' });
  assert.deepEqual(placesOf(wrong, 'id_number'), ['entity.id_number']);
});

test('an individual needs no office phone', () => {
  assert.deepEqual(found(personForm, { 'entity.leader.office_phone': '' }), []);
});

test('one person named twice must be described alike, two people must not share phone or mailbox', () => {
  const two = secondSite(unitForm, true);
  const leader = 'services.1.leader';
  const { id_number, mobile, email } = unitForm.entity.leader;
  const twice = found(two, { [`${leader}.id_number`]: id_number });
  assert.deepEqual(placesOf(twice, 'same_person_differs'), [
    `${leader}.name`,
    `${leader}.mobile`,
    `${leader}.office_phone`,
    `${leader}.email`,
    `${leader}.emergency_mobile`,
  ]);
  const shared = found(two, {
    [`${leader}.mobile`]: mobile,
    [`${leader}.email`]: email.toUpperCase(),
  });
  assert.deepEqual(placesOf(shared, 'different_people_share'), [
    `${leader}.mobile`,
    `${leader}.email`,
  ]);
  assert.deepEqual(
    placesOf(found(two, { [`${leader}.id_number`]: '' }), 'different_people_share'),
    [],
  );
});

test('a leader who is the entity leader is not checked on his own', () => {
  const stale = found(unitForm, {
    'services.0.leader.mobile': 'nonsense',
    'services.0.leader.name': '𠮷',
  });
  assert.deepEqual(stale, []);
});

test('a field is checked alone as it is left', () => {
  const context = contextFor(unitForm);
  const form = {
    ...unitForm,
    entity: { ...unitForm.entity, name: '', investor: 'x', mailing_address: '某处' },
  };
  assert.deepEqual(
    checkField(form, 'entity.mailing_address', context).map(({ code }) => code),
    ['address_vague'],
  );
  assert.deepEqual(checkField(form, 'entity.remark', context), []);
  const none = {
    ...unitForm,
    services: unitForm.services.map((service) => ({ ...service, domains: [''] })),
  };
  assert.deepEqual(
    checkField(none, 'services.0.domains.0', context).map(({ path }) => path),
    ['services.0.domains'],
  );
});
