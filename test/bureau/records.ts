import fc from 'fast-check';
import type { RecordContent, RecordKind } from '../../src/bureau/kinds/index.ts';
import { anyFiling, JPEG } from './filings.ts';
import { ANY_RESOURCE } from './resources.ts';
import { address, code, codes, day, given, maybe, maybeGiven, region, text } from './texts.ts';

// Records of every kind at the edges of what upload.xsd takes.

const filed = fc.oneof(
  fc.record({ bureau_id: given, icp_number: maybe(1, 128) }),
  fc.record({ bureau_id: fc.constant(''), icp_number: text(1, 128) }),
  fc.record({ bureau_id: fc.constant(''), icp_number: fc.constant('浙ICP备2026000001号-1') }),
);

const person = <N extends fc.Arbitrary<string>, M extends fc.Arbitrary<string>>(
  name: N,
  mobile: M,
) =>
  fc.record({
    name,
    mobile,
    office_phone: maybe(11, 128),
    email: text(6, 128),
    msn: maybe(6, 128),
    qq: maybe(5, 128),
    id_type: fc.oneof(fc.constant(''), code(999)),
    id_number: maybe(1, 128),
  });
const leader = person(text(1, 128), text(11, 128));

const entity = {
  kind: code(999),
  province_code: region,
  city_code: region,
  county_code: fc.oneof(fc.constant(''), region),
  name: text(1, 255),
  id_type: code(999),
  id_number: text(1, 255),
  id_address: text(1, 1024),
  investor: maybe(1, 255),
  mailing_address: maybe(1, 1024),
  remark: maybe(1, 1024),
  leader: person(maybe(1, 128), text(11, 128)),
};
const service = {
  name: text(1, 512),
  content_types: codes,
  prior_approvals: fc.array(
    fc.record({
      type: code(64),
      number: text(1, 512),
      pictures: fc.array(fc.constant(JPEG), { minLength: 1, maxLength: 10 }),
    }),
    { maxLength: 2 },
  ),
  home_url: maybe(4, 255),
  remark: maybe(1, 1024),
};
const range = <G extends fc.Arbitrary<string>>(bureau_ip_id: G) =>
  fc.record({ first: address, bureau_ip_id }).map((one) => ({ ...one, last: one.first }));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const ranges = fc.uniqueArray(range(maybeGiven), {
  minLength: 1,
  maxLength: 3,
  selector: ({ first }) => first,
});
const domains = fc.uniqueArray(text(4, 128), { minLength: 1, maxLength: 3 });

const use = fc.constantFrom('verification_form', 'entity_certificate', 'other');
const picture = { use, jpeg: fc.constant(JPEG), remark: maybe(1, 256) };
const attachments = fc.array(
  fc.record({ ...picture, owner: fc.constantFrom('entity' as const, { service: 0 }) }),
  { maxLength: 3 },
);
const filing_password = fc.constantFrom('', '密码1234');

const change = fc.record({
  entity: fc.record({ ...entity, id_type: code(11), bureau_id: given, icp_number: text(1, 128) }),
  services: some(
    fc.record({
      ...service,
      languages: codes,
      leader,
      bureau_id: given,
      icp_number: text(1, 128),
      domains: domains.chain((names) =>
        fc.tuple(
          ...names.map((domain) =>
            fc.record({ domain: fc.constant(domain), bureau_id: maybeGiven }),
          ),
        ),
      ),
      accesses: some(
        fc.record({ bureau_id: given, methods: codes, locations: codes, ips: ranges }),
      ),
    }),
  ),
  attachments,
  filing_password,
});
const cancelled = fc.record({
  bureau_id: given,
  reason: code(999),
  remark: maybe(1, 1000),
  filing_password,
});

/** Content of every kind that must be taken, and must fit the official schema. */
export const ANY: { [K in RecordKind]: fc.Arbitrary<RecordContent[K]> } = {
  initial: anyFiling,
  add_service: fc.record({
    entity: filed,
    services: some(
      fc.record({
        ...service,
        languages: codes,
        leader,
        domains,
        access: fc.record({ methods: codes, locations: codes, ips: ranges }),
      }),
    ),
    attachments,
    filing_password,
  }),
  add_access: fc.record(
    {
      service: filed,
      entity: filed,
      access: fc.record({ methods: codes, locations: codes, ips: ranges }),
      attachments,
      filing_password,
    },
    { requiredKeys: ['service', 'access', 'attachments', 'filing_password'] },
  ),
  change_entity: change,
  change_service: change,
  change_access: change,
  cancel_entity: cancelled,
  cancel_service: cancelled,
  drop_access: cancelled,
  add_material: fc.record({
    materials: some(
      fc
        .tuple(fc.record({ ...picture, owner: fc.constantFrom('entity', 'service') }), filed)
        .map(([one, of]) => ({ ...one, ...of })),
    ),
  }),
  check_answer: fc.record({
    passed: fc.boolean(),
    checker: text(1, 128),
    checked_on: day,
    opinion: text(1, 1024),
    faults: maybe(1, 4000),
    entity: fc.record({ ...entity, kind: fc.oneof(fc.constant(''), code(999)), bureau_id: given }),
    services: some(
      fc.record({
        ...service,
        leader: person(text(1, 128), maybe(11, 128)),
        bureau_id: given,
        domains: some(fc.record({ domain: text(4, 128), bureau_id: given })),
        accesses: some(
          fc.record({
            bureau_id: given,
            methods: codes,
            locations: codes,
            ips: some(range(given)),
          }),
        ),
      }),
    ),
  }),
  unfiled_answer: fc.record({
    domain: text(4, 128),
    ip: address,
    carrier_id: given,
    provider_id: given,
    province_code: region,
    result: code(999),
    opinion: text(1, 255),
    listed_on: day,
    due_on: day,
    reporter_name: maybe(1, 128),
    reporter_phone: maybe(11, 128),
    reporter_email: maybe(6, 128),
  }),
  ...ANY_RESOURCE,
};
