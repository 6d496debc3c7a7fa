import fc from 'fast-check';
import type { InitialFiling } from '../../src/bureau/index.ts';

/** The smallest thing that begins like a JPEG. */
export const JPEG = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex').toString('base64');

const person = () => ({
  name: '张三',
  id_type: '2',
  id_number: '11010519491231002X',
  mobile: '13800138000',
  office_phone: '0571-88886666',
  email: 'zhangsan@example.com',
});

/** A company's first filing, valid and dull; `n` keeps domains, names and certificates apart. */
export function aFiling(n = 1): InitialFiling {
  const domain = `beika${n}.cn`;
  return {
    entity: {
      kind: '4',
      province_code: '330000',
      city_code: '330100',
      county_code: '330108',
      name: `杭州备卡${n}号科技有限公司`,
      id_type: '1',
      id_number: creditCode(n),
      id_address: '浙江省杭州市滨江区江南大道1号',
      investor: '',
      mailing_address: '江南大道1号',
      remark: '',
      leader: person(),
    },
    services: [
      {
        name: `备卡示例${n}网`,
        content_types: ['8'],
        languages: ['1'],
        prior_approvals: [],
        domains: [domain],
        home_url: `www.${domain}`,
        remark: '',
        leader: person(),
        access: {
          methods: ['3'],
          locations: ['34'],
          ips: [{ first: ip(n), last: ip(n) }],
        },
      },
    ],
    attachments: [
      { use: 'verification_form', owner: { service: 0 }, jpeg: JPEG },
      { use: 'entity_certificate', owner: 'entity', jpeg: JPEG },
    ],
  };
}

function ip(n: number): string {
  return `203.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A credit code (GB 32100) of its own for each n. */
export function creditCode(n: number): string {
  const body = `91330100${String(n).padStart(9, '0')}`;
  const sum = WEIGHTS.reduce((total, w, i) => total + w * ALPHABET.indexOf(body[i] ?? ''), 0);
  return body + ALPHABET[(31 - (sum % 31)) % 31];
}

const LETTERS = Array.from(
  '中国电信备案系统网站名称测试张王李赵钱孙abcXYZ019·—《》（）&<>"\'-_.;龥㐀镕',
);
const words = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...LETTERS), { minLength: min, maxLength: Math.min(max, min + 40) })
    .map((letters) => letters.join(''))
    .filter((text) => text.trim().length === text.length && !text.includes('㐀'));
const long = (min: number, max: number) =>
  fc.oneof(words(min, max), fc.constant('长'.repeat(max)), fc.constant('x'.repeat(min)));
const maybe = (min: number, max: number) => fc.oneof(fc.constant(''), long(min, max));
const code = (max: number) => fc.integer({ min: 1, max }).map(String);
const region = fc.integer({ min: 110000, max: 659999 }).map(String);
const anyPerson = fc.record({
  name: long(1, 128),
  id_type: fc.oneof(fc.constant(''), code(999)),
  id_number: maybe(1, 128),
  mobile: long(11, 128),
  office_phone: maybe(11, 128),
  email: long(6, 128),
});
const anyIp = fc
  .tuple(fc.integer({ min: 1, max: 0xffffffff }), fc.integer({ min: 0, max: 255 }))
  .map(([start, more]) => {
    const end = Math.min(start + more, 0xffffffff);
    const dotted = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
    return { first: dotted(start), last: dotted(end) };
  });
const codes = fc.array(code(64), { minLength: 1, maxLength: 5 });

const anyService = fc.record({
  name: long(1, 512),
  content_types: codes,
  languages: codes,
  prior_approvals: fc.array(
    fc.record({
      type: code(64),
      number: long(1, 512),
      pictures: fc.array(fc.constant(JPEG), { minLength: 1, maxLength: 10 }),
    }),
    { maxLength: 2 },
  ),
  domains: fc.uniqueArray(
    fc.oneof(
      fc.domain().filter((d) => d.length <= 128),
      fc.constant('备卡.中国'),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  home_url: maybe(4, 255),
  remark: maybe(1, 1024),
  leader: anyPerson,
  access: fc.record({
    methods: codes,
    locations: codes,
    ips: fc.array(anyIp, { minLength: 1, maxLength: 3 }),
  }),
});

/** Filings at the edges of what the schema takes: longest and shortest texts, characters that must be escaped. */
export const anyFiling: fc.Arbitrary<InitialFiling> = fc.record({
  entity: fc.record({
    kind: code(999),
    province_code: region,
    city_code: region,
    county_code: fc.oneof(fc.constant(''), region),
    name: long(1, 255),
    id_type: code(999),
    id_number: long(1, 255),
    id_address: long(1, 1024),
    investor: maybe(1, 255),
    mailing_address: maybe(1, 1024),
    remark: maybe(1, 1024),
    leader: anyPerson.chain((one) =>
      fc.constantFrom('', one.name).map((name) => ({ ...one, name })),
    ),
  }),
  services: fc.array(anyService, { minLength: 1, maxLength: 3 }),
  attachments: fc.array(
    fc.record({
      use: fc.constantFrom('verification_form', 'entity_certificate', 'commitment_letter', 'other'),
      owner: fc.constantFrom('entity' as const, { service: 0 }),
      jpeg: fc.constant(JPEG),
    }),
    { maxLength: 4 },
  ),
});
