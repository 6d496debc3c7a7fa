import { maskAddress, maskEmail, maskMobile, maskName, maskNumber } from '../../platform/mask.ts';
import { type FilingForm, INDIVIDUAL, type PersonForm } from '../forms.ts';

/** What holds people's data: the form itself, and the record that it is to change. */
type Held = Pick<FilingForm, 'entity' | 'services'>;

/** The form with every personal datum masked, for whoever is not the person concerned. */
export function maskedForm(form: FilingForm): FilingForm {
  const filed = form.request.filed.map(maskedParts);
  return { ...form, ...maskedParts(form), request: { ...form.request, filed } };
}

function maskedParts({ entity, services }: Held): Held {
  const individual = entity.kind === INDIVIDUAL;
  return {
    entity: {
      ...entity,
      // A unit's name, number and seat are public; a person's are not.
      name: individual ? maskName(entity.name) : entity.name,
      investor: individual ? maskName(entity.investor) : entity.investor,
      id_number: individual ? maskNumber(entity.id_number) : entity.id_number,
      id_address: individual ? maskAddress(entity.id_address) : entity.id_address,
      mailing_address: individual ? maskAddress(entity.mailing_address) : entity.mailing_address,
      leader: maskedPerson(entity.leader),
    },
    services: services.map((service) => ({ ...service, leader: maskedPerson(service.leader) })),
  };
}

function maskedPerson(person: PersonForm): PersonForm {
  return {
    ...person,
    name: maskName(person.name),
    id_number: maskNumber(person.id_number),
    mobile: maskMobile(person.mobile),
    office_phone: maskNumber(person.office_phone),
    email: person.email && maskEmail(person.email),
    emergency_mobile: maskMobile(person.emergency_mobile),
  };
}

/** Whether the masked form hides what stands here: then showing it is a deed that is recorded. */
export function isPersonal(path: string, form: FilingForm): boolean {
  if (/(^|\.)leader\.(name|id_number|mobile|office_phone|email|emergency_mobile)$/.test(path))
    return true;
  return (
    form.entity.kind === INDIVIDUAL &&
    /^entity\.(name|investor|id_number|id_address|mailing_address)$/.test(path)
  );
}
