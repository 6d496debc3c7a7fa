import type { FilingForm } from '../forms.ts';
import type { CodeRow, CodeTables } from '../rules/index.ts';
import { labelOf } from '../rules/index.ts';

/** One partial of a page with its arguments (views/README.md), still without what is to be said about it. */
export interface Control {
  partial: 'field' | 'choice' | 'check' | 'file';
  arg: { name: string; label: string; [argument: string]: unknown };
}

export interface Section {
  id: string;
  title: string;
  note: string | null;
  controls: Control[];
  /** Buttons of this section: they save, and then add or take away a row. */
  acts: { name: string; value: string; label: string }[];
}

/** What the controls of a page are made from. */
export interface Material {
  form: FilingForm;
  codes: CodeTables;
}

export interface Option {
  value: string;
  label: string;
  note?: string;
}

/** A code table as choices. */
export function optionsOf(rows: readonly CodeRow[] | undefined): Option[] {
  return (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** As above, with a first line that asks to choose. */
export function selectOf(rows: readonly CodeRow[] | undefined): Option[] {
  return [{ value: '', label: '请选择' }, ...optionsOf(rows)];
}

/** A text field named as its path, labelled as everywhere else. */
export function textField(
  path: string,
  value: string,
  more: Record<string, unknown> = {},
): Control {
  return {
    partial: 'field',
    arg: { name: path, label: labelOf(path), value, maxlength: 500, ...more },
  };
}
