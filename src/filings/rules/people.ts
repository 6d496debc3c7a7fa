import { type FilingForm, INDIVIDUAL, type PersonForm } from '../forms.ts';

export interface NamedPerson {
  /** `entity.leader` or `services.0.leader`. */
  path: string;
  person: PersonForm;
  title: string;
}

/** An identity document on the form: an individual's own, and those of the people in charge. */
export interface Identity {
  path: string;
  name: string;
  id_type: string;
  id_number: string;
  id_valid_until: string;
}

export const isIndividual = (form: FilingForm) => form.entity.kind === INDIVIDUAL;

/** Everybody on a form once: the entity leader, and the leaders of websites that have their own. */
export function peopleOf(form: FilingForm): NamedPerson[] {
  const own = form.services.flatMap(({ leader, leader_same }, index) =>
    leader_same
      ? []
      : [{ path: `services.${index}.leader`, person: leader, title: `网站 ${index + 1} 的负责人` }],
  );
  const title = isIndividual(form) ? '主办者' : '主体负责人';
  return [{ path: 'entity.leader', person: form.entity.leader, title }, ...own];
}

/** The person in charge of a website, wherever he stands in the form. */
export function leaderOf(form: FilingForm, index: number): PersonForm {
  const service = form.services[index];
  return service === undefined || service.leader_same ? form.entity.leader : service.leader;
}

/** Every person's document once; an individual's own stands for him as leader when they agree. */
export function identitiesOf(form: FilingForm): Identity[] {
  const people = peopleOf(form).map(({ path, person }) => ({ path, ...person }));
  if (!isIndividual(form)) return people;
  const { entity } = form;
  const himself = { path: 'entity', ...entity };
  const agrees = entity.leader.name === entity.name && entity.leader.id_number === entity.id_number;
  return [himself, ...(agrees ? people.slice(1) : people)];
}
