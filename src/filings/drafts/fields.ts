import { z } from 'zod';
import { DraftForm, type FilingForm, LIMITS } from '../forms.ts';

/** What one field holds. Rows (domains, IPs, boxes ticked, pictures) are one field together: they make sense only whole. */
export type Value = string | boolean | Value[] | { [key: string]: Value };

/** Who filled a field: the person, OCR, or OCR with the person's word that it is right. */
export type Origin = 'typed' | 'read' | 'accepted';

const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.boolean(), z.array(Value), z.record(z.string(), Value)]),
);
const origin = z.enum(['typed', 'read', 'accepted']);

/** How many earlier values of a field are remembered, to tell a stale window from a second opinion. */
export const REMEMBERED = 10;

/** What is known of a field beside its value: since which version, by whom, and what it held before, newest first. */
const FieldState = z.object({
  origin: origin.nullable(),
  version: z.number().int(),
  before: z.array(z.object({ value: Value, version: z.number().int(), origin: origin.nullable() })),
});
export type FieldState = z.output<typeof FieldState>;
export const FieldStates = z.record(z.string(), FieldState);
export type FieldStates = z.output<typeof FieldStates>;

/** Every field of a form by its path, in reading order. */
export function fieldsOf(form: FilingForm): Map<string, Value> {
  const fields = new Map<string, Value>();
  const walk = (value: Value, path: string): void => {
    const rows = Array.isArray(value) && path !== 'services';
    if (typeof value !== 'object' || rows) fields.set(path, value);
    else for (const [key, item] of Object.entries(value)) walk(item, path ? `${path}.${key}` : key);
  };
  const { request: _request, ...own } = form;
  walk(own, '');
  return fields;
}

/** The field that a posted name belongs to: `services.0.domains.1` → `services.0.domains`. */
export function fieldAt(name: string): string {
  const [, service = '', rest = name] = /^(services\.\d+\.)(.*)$/.exec(name) ?? [];
  return service + rest.replace(/\.\d+(\..*)?$/, '');
}

/** The form with one field set; a path that leads nowhere changes nothing. */
export function withField(form: FilingForm, path: string, value: Value): FilingForm {
  const copy: Value = structuredClone(form);
  const steps = path.split('.');
  let here: Value = copy;
  for (const step of steps.slice(0, -1)) {
    const next: Value | undefined = childOf(here, step);
    if (next === undefined || typeof next !== 'object') return form;
    here = next;
  }
  if (typeof here === 'object' && !Array.isArray(here)) here[steps.at(-1) ?? ''] = value;
  return DraftForm.parse(copy);
}

function childOf(here: Value, step: string): Value | undefined {
  if (!Array.isArray(here))
    return typeof here === 'object' && Object.hasOwn(here, step) ? here[step] : undefined;
  const at = Number(step);
  // A website is begun by filling a field of the one behind the last; further ones would leave gaps.
  if (at === here.length && at < LIMITS.services) here.push({});
  return here[at];
}

/** Equal in what they say: absent pictures are an empty list. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Value | undefined): string {
  return value === undefined || (Array.isArray(value) && value.length === 0)
    ? '[]'
    : JSON.stringify(value);
}

export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === '' || value === false) return true;
  return typeof value === 'object' && Object.values(value).every((item) => isEmpty(item));
}
