import { DraftForm, type FilingForm, type PersonForm } from '../forms.ts';
import type { FiledRecord, FiledService } from './filed-record.ts';

/** What the bureau's records do not hold, and an earlier filing of the same customer may tell. */
export type Earlier = FilingForm | undefined;

/**
 * A filed record as a form: what a request about it starts from. `services` in this order, each with the first access
 * of ours; dates of papers come from an earlier filing when it speaks of the same paper.
 */
export function formOfRecord(
  { entity, entity_no }: FiledRecord,
  services: readonly FiledService[],
  earlier: Earlier,
): FilingForm {
  const leader = person(entity.leader, earlier);
  const own = earlier?.entity.id_number === entity.id_number ? earlier.entity : undefined;
  const form = {
    entity: { ...entity, id_valid_until: own?.id_valid_until ?? '', leader },
    services: services.map((service) => serviceForm(service, leader, earlier)),
  };
  const numbers = (part: { bureau_id: string; icp_number: string }, no: string) => ({
    no,
    bureau_id: part.bureau_id,
    icp_number: part.icp_number,
  });
  return DraftForm.parse({
    ...form,
    request: {
      kind: 'change',
      entity: numbers(entity, entity_no),
      services: services.map((service) => numbers(service, service.service_no)),
      filed: [form],
    },
  });
}

function serviceForm(service: FiledService, entityLeader: PersonForm, earlier: Earlier) {
  const leader = person(service.leader, earlier);
  const same = samePerson(leader, entityLeader);
  const [access] = service.own;
  return {
    ...service,
    prior_approvals: service.prior_approvals.map(({ type, number }) => ({ type, number })),
    domains: service.domains.map(({ domain }) => domain),
    leader_same: same,
    leader: same ? {} : leader,
    access: access && { methods: access.methods, locations: access.locations, ips: access.ips },
  };
}

function person(filed: FiledRecord['entity']['leader'], earlier: Earlier): PersonForm {
  const people = earlier
    ? [earlier.entity.leader, ...earlier.services.map(({ leader }) => leader)]
    : [];
  const known = people.find(({ id_number }) => id_number !== '' && id_number === filed.id_number);
  const { name, id_type, id_number, mobile, office_phone, email } = filed;
  return {
    ...{ name, id_type, id_number, mobile, office_phone, email },
    id_valid_until: known?.id_valid_until ?? '',
    emergency_mobile: known?.emergency_mobile ?? '',
  };
}

function samePerson(one: PersonForm, other: PersonForm): boolean {
  const fields = ['name', 'id_number', 'mobile', 'office_phone', 'email'] as const;
  return fields.every((field) => one[field] === other[field]);
}
