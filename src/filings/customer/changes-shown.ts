import { differences, type Piece } from '../desk/differences.ts';
import type { Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields, filedForm } from '../kinds/changes.ts';
import type { CodeTables } from '../rules/index.ts';
import { allControls, type Control, heldIn, inWords } from './controls.ts';
import { entitySections } from './entity-fields.ts';
import { serviceSections } from './service-fields.ts';

/** A field of the record that shall differ, both in words. */
export interface ShownChange {
  path: string;
  was: string;
  shall: string;
}

/** What a change changes, in reading order: as the pages call and write it. */
export function changesShown(form: FilingForm, codes: CodeTables): ShownChange[] {
  const filed = filedForm(form);
  if (form.request.kind !== 'change' || !filed) return [];
  const [before, after] = [wordsIn(filed, codes), wordsIn(form, codes)];
  return changedFields(form)
    .filter(({ path }) => !isSaidOnce(path, filed, form))
    .map(({ path, was, shall }) => ({
      path,
      was: before(path, was),
      shall: after(path, shall),
    }));
}

/** Who leads both, before and after, is said as the leader of the entity. */
function isSaidOnce(path: string, filed: FilingForm, form: FilingForm): boolean {
  const at = /^services\.(\d+)\.leader\./.exec(path)?.[1];
  if (at === undefined) return false;
  return [filed, form].every(({ services }) => services[Number(at)]?.leader_same === true);
}

/** Gives any value of this form in words: by the control that shows it, so that codes have their names. */
function wordsIn(form: FilingForm, codes: CodeTables): (path: string, value: Value) => string {
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  const controls = allControls([...entitySections({ form, codes }), ...sites]);
  const named = new Map(controls.map((control) => [control.arg.name, control]));
  return (path, value) => {
    const own = named.get(path);
    if (own && !/\.leader\./.test(path)) return heldIn(own);
    if (Array.isArray(value) && path.endsWith('.prior_approvals'))
      return value.map((_, row) => approvalWords(named, `${path}.${row}`)).join('、');
    return inWords(value, own?.arg['options']);
  };
}

function approvalWords(named: Map<string, Control>, at: string): string {
  const [type, number] = [named.get(`${at}.type`), named.get(`${at}.number`)];
  const words = [type && heldIn(type), number && heldIn(number)];
  return words.filter(Boolean).join(' ');
}

/** The old value without what is new in the other, and the new one without what is gone: to be read side by side. */
export function sideBySide({ was, shall }: ShownChange): { was: Piece[]; shall: Piece[] } {
  const pieces = differences(was, shall);
  return {
    was: pieces.filter(({ kind }) => kind !== 'new'),
    shall: pieces.filter(({ kind }) => kind !== 'gone'),
  };
}

/** The controls with what the filed record says beside what differs from it. */
export function withWas(control: Control, changes: readonly ShownChange[]): Control {
  const { name } = control.arg;
  const change = changes.find(({ path }) => shows(control, path));
  const more = control.more && { more: control.more.map((one) => withWas(one, changes)) };
  const path = change && control.partial === 'check' ? name.replace(/_same$/, '') : change?.path;
  return {
    ...control,
    ...more,
    ...(change && path ? { was: { path, text: change.was || '（空）' } } : {}),
  };
}

/** A list is said at its first row; another leader at the tick that there is no other. */
function shows({ partial, arg }: Control, path: string): boolean {
  const { name } = arg;
  if (partial === 'check')
    return arg['checked'] === true && path === `${name.replace(/_same$/, '')}.name`;
  return [path, `${path}.0`, `${path}.0.first`, `${path}.0.type`].includes(name);
}
