import fc from 'fast-check';
import { DraftForm } from '../../src/filings/forms.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const texts = fc.array(text, { maxLength: 4 });
const person = fc.record({
  name: text,
  id_type: text,
  id_number: text,
  id_valid_until: text,
  mobile: text,
  office_phone: text,
  email: text,
  emergency_mobile: text,
});
const entity = fc.record({
  kind: text,
  province_code: text,
  city_code: text,
  county_code: text,
  name: text,
  id_type: text,
  id_number: text,
  id_address: text,
  id_valid_until: text,
  investor: text,
  mailing_address: text,
  remark: text,
  leader: person,
});
const service = fc.record({
  name: text,
  content_types: texts,
  languages: texts,
  prior_approvals: fc.array(fc.record({ type: text, number: text, documents: texts }), {
    maxLength: 3,
  }),
  domains: texts,
  home_url: text,
  remark: text,
  leader_same: fc.boolean(),
  leader: person,
  access: fc.record({
    methods: texts,
    locations: texts,
    ips: fc.array(fc.record({ first: text, last: text }), { maxLength: 3 }),
  }),
});
const slots = fc.constantFrom('entity_licence', 'other', 'service_0_leader_photo');

/** Forms of the right shape with anything in them, as an unfinished draft may hold. */
export const anyForms = fc
  .record({
    entity,
    services: fc.array(service, { maxLength: 3 }),
    materials: fc.dictionary(slots, texts),
    consents: fc.record({ sensitive: fc.boolean(), truth: fc.boolean() }),
  })
  .map((form) => DraftForm.parse(form));
