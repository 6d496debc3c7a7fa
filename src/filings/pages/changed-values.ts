import type { Value } from '../drafts/fields.ts';
import { fieldsOf } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields, filedForm } from '../kinds/changes.ts';
import { labelOf } from '../rules/index.ts';
import { isPersonal, maskedForm } from './masked-form.ts';

/** One field of a filed record that a request changes, by its path. */
export interface ChangedValue {
  path: string;
  label: string;
  was: Value;
  shall: Value;
}

/**
 * What a change makes of the record, in reading order. With `hide` people's data are masked, which may make both look
 * alike: that something differs is said all the same.
 */
export function changedValues(form: FilingForm, { hide }: { hide: boolean }): ChangedValue[] {
  const masked = hide ? maskedForm(form) : form;
  const filed = filedForm(masked);
  const [before, after] = [filed && writtenOut(filed), writtenOut(masked)];
  return changedFields(form).map(({ path, was, shall }) => {
    const isHidden = hide && (isPersonal(path, form) || isPersonal(path, filedForm(form) ?? form));
    return {
      ...{ path, label: labelOf(path) },
      was: isHidden ? (before?.get(path) ?? '') : was,
      shall: isHidden ? (after.get(path) ?? '') : shall,
    };
  });
}

function writtenOut(form: FilingForm): Map<string, Value> {
  const services = form.services.map((service) => ({
    ...service,
    leader: service.leader_same ? form.entity.leader : service.leader,
  }));
  return fieldsOf({ ...form, services });
}
