import type { FilingForm } from '../forms.ts';
import { type FormBody, formFromBody } from '../paths.ts';
import {
  type FieldState,
  type FieldStates,
  fieldAt,
  fieldsOf,
  REMEMBERED,
  sameValue,
  type Value,
  withField,
} from './fields.ts';

/** A form with what is known of its fields, as it stands at a version. */
export interface Draft {
  form: FilingForm;
  fields: FieldStates;
  version: number;
}

/** A field that another window changed since, and that was changed here too. */
export interface Conflict {
  path: string;
  theirs: Value;
  mine: Value;
}

export interface Merged {
  draft: Draft;
  changed: string[];
  conflicts: Conflict[];
}

/**
 * Lays what a window posted, which had seen version `base`, over the draft as it is now. Different fields
 * merge; a field that another window changed since stays theirs and is a conflict, unless this window left
 * it as it was. What OCR filled in meanwhile gives way to what was typed.
 */
export function mergeChanges(draft: Draft, base: number, posted: FormBody): Merged {
  const mine = fieldsOf(formFromBody(withoutRows(posted), draft.form));
  const theirs = fieldsOf(draft.form);
  let next: Draft = { ...draft, version: draft.version + 1 };
  const changed: string[] = [];
  const conflicts: Conflict[] = [];
  for (const path of postedFields(posted)) {
    const value = mine.get(path);
    const held = theirs.get(path);
    if (value === undefined || sameValue(value, held)) continue;
    const verdict = judge(draft.fields[path], base, value);
    if (verdict === 'conflict') conflicts.push({ path, theirs: held ?? '', mine: value });
    if (verdict !== 'mine') continue;
    const set = setField(next, path, value, 'typed');
    if (!sameValue(fieldsOf(set.form).get(path), value)) continue;
    next = set;
    changed.push(path);
  }
  return { draft: changed.length > 0 ? next : draft, changed, conflicts };
}

/** The draft with one field set, at the draft's own version. */
export function setField(
  draft: Draft,
  path: string,
  value: Value,
  origin: FieldState['origin'],
): Draft {
  const state = draft.fields[path];
  const held = {
    value: fieldsOf(draft.form).get(path) ?? [],
    version: state?.version ?? 0,
    origin: state?.origin ?? null,
  };
  const before = [held, ...(state?.before ?? [])].slice(0, REMEMBERED);
  return {
    ...draft,
    form: withField(draft.form, path, value),
    fields: { ...draft.fields, [path]: { origin, version: draft.version, before } },
  };
}

function judge(state: FieldState | undefined, base: number, value: Value) {
  if (state === undefined || state.version <= base) return 'mine';
  const seen = state.before.find((held) => held.version <= base);
  if (seen && sameValue(seen.value, value)) return 'theirs';
  return state.origin === 'read' ? 'mine' : 'conflict';
}

/** Websites are added and removed by acts of their own: a stale window must not remove one by not knowing it. */
function withoutRows(posted: FormBody): FormBody {
  const present = [posted['present'] ?? []].flat().filter((name) => name !== 'services');
  return { ...posted, present };
}

function postedFields(posted: FormBody): Set<string> {
  const { present, ...values } = withoutRows(posted);
  const names = [...Object.keys(values), ...[present].flat().map(String)];
  return new Set(names.map(fieldAt));
}
