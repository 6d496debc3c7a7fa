import fc from 'fast-check';
import {
  DraftForm,
  type EntityForm,
  type FilingForm,
  INDIVIDUAL,
  type PersonForm,
  type ServiceForm,
} from '../../src/filings/forms.ts';
import { materialsFor } from '../../src/filings/materials.ts';
import { PROVINCES, provinceRules } from '../../src/filings/provinces/index.ts';
import { tidyForm } from '../../src/filings/rules/index.ts';
import { codeTables } from './context.ts';
import { creditCode, idNumber } from './sample-numbers.ts';
import { freeText, han, hanText } from './valid-text.ts';

type Gen = fc.GeneratorValue;

/** Provinces that limit the number of domains are left to tests of their own. */
const PLACES = PROVINCES.filter(
  (province) =>
    province.max_domains_per_filing === null &&
    province.max_domains_per_service === null &&
    province.max_domains_per_filing_individual === null,
).flatMap(({ code }) => {
  const within = (codeTables['regions'] ?? []).filter(({ id }) => id.startsWith(code.slice(0, 2)));
  const counties = within.filter(({ id }) => !id.endsWith('00'));
  return counties.map(({ id }) => ({
    province_code: code,
    city_code: `${id.slice(0, 4)}00`,
    county_code: id,
  }));
});
const SUFFIXES = [
  'com',
  'cn',
  'net',
  'com.cn',
  'org.cn',
  'zj.cn',
  'top',
  'xyz',
  '公司',
  '中国',
  '网络',
];
const LABEL = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 1,
  maxLength: 20,
});
const CONTENTS = {
  individual: ['6', '16', '24'],
  unit: ['6', '7', '8', '9', '16', '18', '22', '24'],
};

/** Random filings, individual and enterprise, that pass every rule and are tidied as at submission. */
export const validForms: fc.Arbitrary<FilingForm> = fc.gen().map((gen) => {
  const individual = gen(fc.boolean);
  const place = gen(fc.constantFrom, ...PLACES);
  const people = [0, 1, 2, 3].map((index) => aPerson(gen, place.province_code, index));
  const leader = people[0] ?? aPerson(gen, place.province_code, 0);
  const entity = individual
    ? { ...place, ...anIndividual(gen, leader) }
    : { ...place, ...anEnterprise(gen, place.province_code) };
  const count = gen(fc.integer, { min: 1, max: 3 });
  const services = Array.from({ length: count }, (_, index) =>
    aService(gen, index, individual, individual ? undefined : people[index + 1]),
  );
  const form = DraftForm.parse({ entity: { ...entity, leader }, services });
  return withMaterials(tidyForm({ ...form, consents: { sensitive: true, truth: true } }));
});

/** A form with one document for everything that must be handed in. */
export function withMaterials(form: FilingForm): FilingForm {
  const needed = materialsFor(form, provinceRules(form.entity.province_code));
  const given = needed
    .filter(({ required }) => required)
    .map(({ slot }) => [slot, [`doc-${slot}`]]);
  return { ...form, materials: Object.fromEntries(given) };
}

function aPerson(gen: Gen, province: string, index: number): PersonForm {
  const birth = gen(fc.date, {
    min: new Date('1946-01-01'),
    max: new Date('2007-12-31'),
    noInvalidDate: true,
  });
  const mobile = `1${gen(fc.integer, { min: 3, max: 9 })}${index}${gen(fc.integer, { min: 10_000_000, max: 99_999_999 })}`;
  const dotted = `${gen(() => hanText(2, 4))}·${gen(() => hanText(2, 123))}`;
  return {
    name: gen(fc.boolean) ? gen(() => hanText(2, 4)) : dotted,
    id_type: '2',
    id_number: idNumber(
      province,
      birth.toISOString().slice(0, 10),
      index * 100 + gen(fc.nat, { max: 99 }),
    ),
    id_valid_until: gen(fc.constantFrom, '2036-02-29', '2045-12-31', '长期'),
    mobile,
    office_phone: `0${gen(fc.constantFrom, '571', '10', '755')}-${gen(fc.integer, { min: 10_000_000, max: 99_999_999 })}`,
    email: `${index}${gen(() => LABEL)}@${gen(fc.boolean) ? 'a.cn' : `${'x'.repeat(40)}.${'y'.repeat(55)}.com`}`,
    emergency_mobile: gen(fc.boolean)
      ? ''
      : `1${gen(fc.integer, { min: 3, max: 9 })}9${mobile.slice(3, 10)}`.padEnd(11, '8'),
  };
}

function anIndividual(gen: Gen, leader: PersonForm): Partial<EntityForm> {
  const { name, id_type, id_number, id_valid_until } = leader;
  return { kind: INDIVIDUAL, name, id_type, id_number, id_valid_until, ...addresses(gen) };
}

function anEnterprise(gen: Gen, province: string): Partial<EntityForm> {
  const body = gen(fc.string, {
    unit: fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'),
    minLength: 8,
    maxLength: 8,
  });
  return {
    kind: '4',
    name: `${gen(() => hanText(2, 247))}网络有限公司`.slice(-255),
    id_type: '1',
    id_number: creditCode(province, body),
    id_valid_until: gen(fc.constantFrom, '', '长期', '2040-01-01'),
    investor: gen(fc.boolean) ? '' : gen(() => hanText(4, 255)),
    ...addresses(gen),
  };
}

function addresses(gen: Gen): Pick<EntityForm, 'id_address' | 'mailing_address' | 'remark'> {
  const door = gen(fc.constantFrom, '路88号2号楼501室', '街1号无楼层', '巷6号三层（东侧）');
  return {
    id_address: gen(() => freeText(1024)),
    mailing_address: gen(() => freeText(1024)).slice(0, 1024 - door.length) + door,
    remark: gen(fc.boolean) ? '' : gen(() => freeText(1024)),
  };
}

function aService(
  gen: Gen,
  index: number,
  individual: boolean,
  own?: PersonForm,
): Partial<ServiceForm> {
  const alone = own === undefined || gen(fc.boolean);
  const number = '一二三'[index] ?? '';
  const contents = individual ? CONTENTS.individual : CONTENTS.unit;
  const subset = (ids: string[], max: number) =>
    gen(() => fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: max }));
  const count = gen(fc.integer, { min: 1, max: 4 });
  const domains = Array.from({ length: count }, (_, row) => {
    const suffix = gen(fc.constantFrom, ...SUFFIXES);
    const label = /^\p{Script=Han}/u.test(suffix)
      ? `${gen(() => han)}${index}${row}`
      : `${gen(() => LABEL)}${index}${row}`;
    return `${label}.${suffix}`;
  });
  return {
    name: individual
      ? `${gen(() => hanText(2, 7))}笔记${number}`
      : `${gen(() => hanText(2, 508))}网站${number}`,
    content_types: subset(contents, 5),
    languages: subset(['1', '2', '7', '12', '17'], 3),
    prior_approvals: gen(fc.boolean)
      ? []
      : [{ type: '9', number: '浙网文〔2025〕1234-567号', documents: ['doc-approval'] }],
    domains,
    home_url: gen(
      fc.constantFrom,
      '',
      `www.${domains[0]}`,
      `https://m.${domains.at(-1)}/a?b=1&c=2`,
    ),
    remark: gen(fc.boolean) ? '' : `${gen(() => freeText(1000))}\n网站内容为公司产品介绍与新闻`,
    leader_same: alone,
    ...(alone ? {} : { leader: own }),
    access: {
      methods: subset(['1', '2', '3', '5'], 2),
      locations: subset(['2', '5', '34'], 2),
      ips: aFewIps(gen, index),
    },
  };
}

/** Ranges that never meet: each stands in a block of its own. */
function aFewIps(gen: Gen, index: number): { first: string; last: string }[] {
  const count = gen(fc.integer, { min: 1, max: 3 });
  return Array.from({ length: count }, (_, row) => {
    const block = `${gen(fc.constantFrom, '47.96', '121.40', '223.255')}.${index * 10 + row}`;
    const first = gen(fc.integer, { min: 0, max: 255 });
    const last = gen(fc.integer, { min: first, max: 255 });
    return { first: `${block}.${first}`, last: gen(fc.boolean) ? '' : `${block}.${last}` };
  });
}
