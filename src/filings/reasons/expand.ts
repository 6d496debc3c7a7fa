import type { FilingForm } from '../forms.ts';
import { flatten } from '../paths.ts';
import type { PathTemplate } from './types.ts';

/** A place a reason may mean, with what the form holds there ('' for a group of fields). */
export interface Candidate {
  path: string;
  value: string;
}

/** Every row of the form that a template stands for, on the websites in question. */
export function candidatesOf(
  template: PathTemplate,
  form: FilingForm,
  services: readonly number[],
): Candidate[] {
  const values = flatten(form);
  const at = (path: string): Candidate => ({ path, value: values[path] ?? '' });
  if (!template.includes('{service}')) return [at(template)];
  return services.flatMap((index) => {
    const service = form.services[index];
    const path = template.replace('{service}', String(index));
    const person = `services.${index}.leader`;
    if (service?.leader_same && path.startsWith(person)) {
      return [at(path.replace(person, 'entity.leader'))];
    }
    const rows = path.includes('{domain}') ? service?.domains : service?.access.ips;
    return /\{(domain|ip)\}/.test(path)
      ? [...(rows ?? []).keys()].map((row) => at(path.replace(/\{(domain|ip)\}/, String(row))))
      : [at(path)];
  });
}

/** The same without pointing at one row: its list, unless there is but one row to point at. */
export function generalPathsOf(
  template: PathTemplate,
  form: FilingForm,
  services: readonly number[],
): string[] {
  if (!template.includes('{service}')) return [template];
  return services.flatMap((index) => {
    const rows = candidatesOf(template, form, [index]).map(({ path }) => path);
    const list = template.replace(/\.\{(domain|ip)\}.*$/, '').replace('{service}', String(index));
    return rows.length === 1 || !/\{(domain|ip)\}/.test(template) ? rows : [list];
  });
}

/** Every website of a form by its place. */
export const allServices = (form: FilingForm) => [...form.services.keys()];
