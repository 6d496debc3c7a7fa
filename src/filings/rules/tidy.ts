import { type FilingForm, INDIVIDUAL, type PersonForm, type ServiceForm } from '../forms.ts';
import { domain, homeUrl, idNumber, mobile, officePhone, plain, validUntil } from './meant.ts';

/**
 * The form as the rules read it: trimmed, what was typed loosely made plain, and what follows from other fields
 * filled in (an individual leads himself, a single address ends where it begins). Rows keep their places,
 * so the paths of findings are those of the form as typed.
 */
export function viewOf(form: FilingForm): FilingForm {
  const trimmed = {
    ...form,
    entity: tidyEntity(form.entity),
    services: form.services.map(tidyService),
  };
  return form.entity.kind.trim() === INDIVIDUAL ? leadHimself(trimmed) : ownInvestor(trimmed);
}

/** The form as it is submitted: as `viewOf`, and without the rows that were left empty. */
export function tidyForm(form: FilingForm): FilingForm {
  const view = viewOf(form);
  return { ...view, services: view.services.map(withoutEmptyRows) };
}

function tidyPerson(person: PersonForm): PersonForm {
  return {
    name: person.name.trim(),
    id_type: person.id_type.trim(),
    id_number: idNumber(person.id_number),
    id_valid_until: validUntil(person.id_valid_until),
    mobile: mobile(person.mobile),
    office_phone: officePhone(person.office_phone),
    email: plain(person.email),
    emergency_mobile: mobile(person.emergency_mobile),
  };
}

function tidyEntity(entity: FilingForm['entity']): FilingForm['entity'] {
  return {
    icp_number: plain(entity.icp_number),
    kind: entity.kind.trim(),
    province_code: plain(entity.province_code),
    city_code: plain(entity.city_code),
    county_code: plain(entity.county_code),
    name: entity.name.trim(),
    id_type: entity.id_type.trim(),
    id_number: idNumber(entity.id_number),
    id_address: entity.id_address.trim(),
    id_valid_until: validUntil(entity.id_valid_until),
    investor: entity.investor.trim(),
    mailing_address: entity.mailing_address.trim(),
    remark: entity.remark.trim(),
    leader: tidyPerson(entity.leader),
  };
}

function tidyService(service: ServiceForm): ServiceForm {
  const domains = service.domains.map(domain);
  const first = domains.find((name) => name !== '');
  return {
    ...service,
    icp_number: plain(service.icp_number),
    name: service.name.trim(),
    domains,
    home_url: homeUrl(service.home_url) || (first ? `www.${first}` : ''),
    remark: service.remark.trim(),
    prior_approvals: service.prior_approvals.map((approval) => ({
      ...approval,
      number: approval.number.trim(),
    })),
    leader: tidyPerson(service.leader),
    access: {
      ...service.access,
      ips: service.access.ips.map(({ first, last }) => ({
        first: plain(first),
        last: plain(last) || plain(first),
      })),
    },
  };
}

function leadHimself(form: FilingForm): FilingForm {
  const { entity } = form;
  const { leader } = entity;
  const filled = {
    ...leader,
    name: leader.name || entity.name,
    id_type: (leader.id_number && leader.id_type) || entity.id_type,
    id_number: leader.id_number || entity.id_number,
    id_valid_until: leader.id_valid_until || entity.id_valid_until,
  };
  return {
    ...form,
    entity: {
      ...entity,
      id_valid_until: entity.id_valid_until || filled.id_valid_until,
      leader: filled,
    },
    services: form.services.map((service) => ({
      ...service,
      leader_same: service.leader_same || service.leader.name === '',
    })),
  };
}

function ownInvestor(form: FilingForm): FilingForm {
  const { entity } = form;
  return { ...form, entity: { ...entity, investor: entity.investor || entity.name } };
}

function withoutEmptyRows(service: ServiceForm): ServiceForm {
  return {
    ...service,
    content_types: distinct(service.content_types),
    languages: distinct(service.languages),
    domains: service.domains.filter((name) => name !== ''),
    prior_approvals: service.prior_approvals.filter(
      ({ type, number, documents }) => type !== '' || number !== '' || documents.length > 0,
    ),
    access: {
      methods: distinct(service.access.methods),
      locations: distinct(service.access.locations),
      ips: service.access.ips.filter(({ first, last }) => first !== '' || last !== ''),
    },
  };
}

const distinct = (ids: readonly string[]) => [...new Set(ids.filter((id) => id !== ''))];
