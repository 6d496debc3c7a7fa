import { fieldsOf, sameValue, type Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';

/** Ours alone: the bureau's record does not hold them. */
const OURS = /\.(id_valid_until|emergency_mobile|leader_same)$|^(materials|consents|ending)\b/;

/** What the bureau has of what a request is about, as a form; undefined when nothing is filed, or it is not known. */
export function filedForm(form: FilingForm): FilingForm | undefined {
  const [filed] = form.request.filed;
  return filed && { ...form, ...filed };
}

/** One field of the record that shall differ. */
export interface ChangedField {
  path: string;
  was: Value;
  shall: Value;
}

/** What shall differ from the record as it is filed, in reading order; of a request without one nothing does. */
export function changedFields(form: FilingForm): ChangedField[] {
  const before = filedForm(form);
  if (!before) return [];
  const [was, shall] = [recordFields(before), recordFields(form)];
  const paths = [...new Set([...shall.keys(), ...was.keys()])];
  return paths
    .filter((path) => !sameValue(was.get(path), shall.get(path)))
    .map((path) => ({ path, was: was.get(path) ?? '', shall: shall.get(path) ?? '' }));
}

/** The fields of a record with every leader written out: one leader for both is, for the bureau, two people alike. */
function recordFields(form: FilingForm): Map<string, Value> {
  const services = form.services.map((service) => ({
    ...service,
    leader: service.leader_same ? form.entity.leader : service.leader,
    prior_approvals: service.prior_approvals.filter(({ type, number }) => type || number),
  }));
  return new Map([...fieldsOf({ ...form, services })].filter(([path]) => !OURS.test(path)));
}

export type ChangedPart = 'entity' | 'service' | 'access';

/** Which parts of the record a change touches; the kinds of change are named after them. */
export function changedParts(form: FilingForm): Set<ChangedPart> {
  return new Set(changedFields(form).map(({ path }) => partOf(path)));
}

function partOf(path: string): ChangedPart {
  if (path.startsWith('entity.')) return 'entity';
  return /^services\.\d+\.access\./.test(path) ? 'access' : 'service';
}
