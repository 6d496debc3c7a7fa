import fc from 'fast-check';
import type { RecordContent } from '../../src/bureau/kinds/index.ts';
import { address, code, day, given, maybe, region, text } from './texts.ts';

// Filed addresses and domains at the edges of what upload.xsd takes.

const range = address.map((one) => ({ first: one, last: one }));
const remark = { remark: maybe(1, 512) };
const unit = given;
const flag = fc.constantFrom('0', '1');
const kept = fc.record({ bureau_id: given });
const combined = <A extends object, B extends object>(
  one: fc.Arbitrary<A>,
  more: fc.Arbitrary<B>,
) => fc.tuple(one, more).map(([a, b]) => ({ ...a, ...b }));

const holder = {
  holder_name: text(1, 255),
  holder_kind: code(999),
  province_code: region,
  city_code: region,
  county_code: fc.oneof(fc.constant(''), region),
  address: text(1, 512),
  contact_name: text(2, 20),
  contact_phone: text(11, 255),
  contact_email: text(6, 255),
};
const use = { mode: fc.constantFrom('1', '2', '3'), assigned_on: day };
const gateway = { gateway_ip: address, gateway_place: text(1, 512) };

const source = combined(range, fc.record({ source_unit_id: unit, ...remark }));
const assignment = combined(
  range,
  fc.record({
    ...{ way: fc.constantFrom('1', '2', '3', '4'), assignee_unit_id: unit, ...remark },
    ...{ ...holder, ...use, ...gateway, is_redirect: flag },
    holder_class: fc.oneof(fc.constant(''), code(999)),
    holder_industry: fc.oneof(fc.constant(''), code(999)),
  }),
);
const broadcast = combined(
  range,
  fc.record({ carrier_unit_id: unit, applicant_unit_id: unit, ...remark }),
);
const own = combined(
  range,
  fc.record({
    ...{ ...holder, ...use, ...gateway, ...remark, is_redirect: flag },
    source_unit_id: fc.oneof(fc.constant(''), unit),
    source_unit_name: text(1, 255),
  }),
);

const contact = {
  name: text(2, 255),
  organization: text(1, 255),
  address: text(1, 1000),
  province_code: region,
  city_code: region,
  email: text(6, 255),
  phone: text(11, 255),
};
const domain = fc.record(
  {
    ...{ domain: text(4, 255), type: code(999), registered_on: day, valid_until: day },
    ...{ registrant: fc.record(contact), manager: fc.record(contact) },
    payer: fc.record(contact, { requiredKeys: [] }),
    ...{ registrar: text(1, 500), name_servers: text(4, 255) },
  },
  {
    requiredKeys: [
      ...(['domain', 'type', 'registered_on', 'valid_until', 'registrant'] as const),
      ...(['manager', 'registrar', 'name_servers'] as const),
    ],
  },
);

type ResourceKind = Extract<
  keyof RecordContent,
  `${'add' | 'change' | 'remove'}_${'ip_source' | 'ip_assignment' | 'ip_broadcast' | 'own_ip' | 'domain'}`
>;
export const ANY_RESOURCE: { [K in ResourceKind]: fc.Arbitrary<RecordContent[K]> } = {
  add_ip_source: source,
  change_ip_source: combined(source, kept),
  remove_ip_source: kept,
  add_ip_assignment: assignment,
  change_ip_assignment: combined(assignment, kept),
  remove_ip_assignment: kept,
  add_ip_broadcast: broadcast,
  change_ip_broadcast: combined(broadcast, kept),
  remove_ip_broadcast: kept,
  add_own_ip: own,
  change_own_ip: combined(own, kept),
  remove_own_ip: kept,
  add_domain: domain,
  change_domain: combined(domain, kept),
  remove_domain: fc.oneof(kept, fc.record({ domain: text(4, 255) })),
};
