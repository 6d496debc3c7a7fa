import { DraftForm, type FilingForm, isSlot, LIMITS } from './forms.ts';

/** The body of a posted HTML form: flat dotted names, a repeated name gives a list. */
export type FormBody = Readonly<Record<string, unknown>>;

type Json = string | boolean | Json[] | { [key: string]: Json };

/** One of everything: where a path may lead, and what lies there. What is requested is not posted. */
const { request: _request, ...POSTED } = DraftForm.parse({
  services: [{ prior_approvals: [{}], access: { ips: [{}] } }],
});
const SPECIMEN: Json = POSTED;
const MAX: Record<string, number> = {
  services: LIMITS.services,
  domains: LIMITS.domains,
  ips: LIMITS.ips,
  prior_approvals: LIMITS.prior_approvals,
  documents: LIMITS.documents,
};

/**
 * Lays what was posted over a form: only names that were posted change anything. The hidden field `present`
 * names groups that the page shows whole: a check box, a group of boxes or rows among them that was not
 * posted is unticked or removed. Names that lead nowhere are ignored.
 */
export function formFromBody(body: FormBody, base: FilingForm = DraftForm.parse({})): FilingForm {
  const target: Json = structuredClone(base);
  const names = Object.keys(body).filter((name) => name !== 'present');
  const present = textsOf(body['present']);
  for (const name of present) clear(target, name, names);
  for (const name of names) {
    const steps = name.split('.');
    const place = specimenAt(steps);
    const values = textsOf(body[name]);
    if (place !== undefined && values.length > 0) put(target, steps, toJson(place, values));
  }
  // Deepest first: a path inside a website must be followed before websites before it go away.
  const byDepth = present.toSorted((a, b) => b.split('.').length - a.split('.').length);
  const tidied = byDepth.reduce<Json>((form, name) => dropUnposted(form, name, names), target);
  return DraftForm.parse(tidied);
}

/** Every leaf of a form that may be posted, by its path, as a browser would: flags are 'true' or 'false'. */
export function flatten(form: FilingForm): Record<string, string> {
  const flat: Record<string, string> = {};
  const walk = (value: Json, path: string): void => {
    if (typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) walk(item, path ? `${path}.${key}` : key);
    } else flat[path] = String(value);
  };
  const { request: _request, ...own } = form;
  walk(own, '');
  return flat;
}

/** Takes a website out of a form; the material of those behind it moves up with them. */
export function removeService(form: FilingForm, index: number): FilingForm {
  const services = form.services.filter((_, position) => position !== index);
  return { ...form, services, materials: materialsWithout(form.materials, index) };
}

function specimenAt(steps: readonly string[]): Json | undefined {
  let place: Json | undefined = SPECIMEN;
  for (const [depth, step] of steps.entries()) {
    const holder: string | undefined = steps[depth - 1];
    if (place === undefined || typeof place !== 'object') return undefined;
    if (Array.isArray(place)) place = itemOf(place, holder ?? '', step);
    else if (depth === 1 && holder === 'materials') place = isSlot(step) ? [] : undefined;
    else place = Object.hasOwn(place, step) ? place[step] : undefined;
  }
  return place;
}

function itemOf(list: Json[], holder: string, step: string): Json | undefined {
  if (!/^(0|[1-9]\d?)$/.test(step) || Number(step) >= (MAX[holder] ?? LIMITS.codes))
    return undefined;
  return list[0] ?? '';
}

/** What posted strings mean where the specimen holds `place`; undefined where only rows may be posted. */
function toJson(place: Json, values: string[]): Json | undefined {
  if (typeof place === 'boolean') return /^(true|on|1|yes)$/.test(values.at(-1) ?? '');
  if (typeof place === 'string') return values.at(-1) ?? '';
  if (Array.isArray(place) && typeof (place[0] ?? '') === 'string') return values;
  return undefined;
}

function put(target: Json, steps: readonly string[], value: Json | undefined): void {
  if (value === undefined) return;
  let here = target;
  for (const [depth, step] of steps.entries()) {
    const last = depth === steps.length - 1;
    const held: Json | undefined = childOf(here, step);
    const next: Json = last ? value : (held ?? (/^\d+$/.test(steps[depth + 1] ?? '') ? [] : {}));
    if (Array.isArray(here)) {
      const blank: Json = typeof next === 'object' ? {} : '';
      while (here.length < Number(step)) here.push(structuredClone(blank));
      here[Number(step)] = next;
    } else if (typeof here === 'object') here[step] = next;
    here = next;
  }
}

function childOf(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  if (typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
  return value[step];
}

/** Unticks a box, empties a list of plain values; rows keep what they hold until it is known which stay. */
function clear(target: Json, name: string, names: readonly string[]): void {
  const steps = name.split('.');
  const place = specimenAt(steps);
  if (typeof place === 'boolean' && !names.includes(name)) put(target, steps, false);
  if (Array.isArray(place) && typeof (place[0] ?? '') === 'string') put(target, steps, []);
}

/** Removes the rows of a list that were not posted, so that taking a row off the page takes it off the form. */
function dropUnposted(target: Json, name: string, names: readonly string[]): Json {
  const steps = name.split('.');
  if (names.includes(name) || !Array.isArray(specimenAt(steps))) return target;
  const list = steps.reduce<Json | undefined>(childOf, target);
  if (!Array.isArray(list)) return target;
  const posted = new Set(names.filter((other) => other.startsWith(`${name}.`)).map(rowOf(steps)));
  const gone = [...list.keys()].filter((index) => !posted.has(String(index))).reverse();
  if (name === 'services') return gone.reduce(removeService, DraftForm.parse(target));
  for (const index of gone) list.splice(index, 1);
  return target;
}

const rowOf = (steps: readonly string[]) => (name: string) => name.split('.')[steps.length] ?? '';

function materialsWithout(materials: FilingForm['materials'], index: number) {
  const kept = Object.entries(materials).flatMap(([slot, documents]) => {
    const match = /^service_(\d+)_(.*)$/.exec(slot);
    const service = Number(match?.[1] ?? -1);
    if (!match || service < index) return [[slot, documents] as const];
    return service === index ? [] : [[`service_${service - 1}_${match[2]}`, documents] as const];
  });
  return Object.fromEntries(kept);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
