import { log } from '../../platform/log.ts';
import { settleAdding } from '../begin/settle-request.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { ADDING } from '../kinds/names.ts';

/** What the kind of a request follows from. */
const DECIDES =
  /^(entity\.(id_type|id_number|icp_number|province_code)|services\.\d+\.(domains|icp_number))$/;

/** The form with its request as of now, when something changed that it follows from. What cannot be told now stays. */
export async function resettled(form: FilingForm, changed: readonly string[]): Promise<FilingForm> {
  if (!ADDING.includes(form.request.kind) || !changed.some((path) => DECIDES.test(path)))
    return form;
  try {
    return (await settleAdding(form)).form;
  } catch (error) {
    log.warn('the kind of a request could not be told', { error });
    return form;
  }
}

const OWN = ['name', 'id_type', 'id_number'] as const;

/** An individual leads himself: what he changes of himself in his filed record is changed of his leader too. */
export function leadsHimself(before: FilingForm, form: FilingForm): FilingForm {
  const { entity, request } = form;
  if (entity.kind !== INDIVIDUAL || request.kind !== 'change') return form;
  const leader = { ...entity.leader };
  for (const field of OWN)
    if (leader[field] === before.entity[field]) leader[field] = entity[field];
  return { ...form, entity: { ...entity, leader } };
}
