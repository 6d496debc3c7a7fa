import type { Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import type { CodeRow, CodeTables } from '../rules/index.ts';
import { labelOf } from '../rules/index.ts';

/** One partial of a page with its arguments (views/README.md), still without what is to be said about it. */
export interface Control {
  partial: 'field' | 'choice' | 'check' | 'file';
  arg: { name: string; label: string; [argument: string]: unknown };
  /** Asked for only when this one is not ticked, or has something chosen. */
  more?: Control[];
  /** What the filed record says, where a change says something else; `path` is the field to put back. */
  was?: { path: string; text: string };
}

export interface Section {
  id: string;
  title: string;
  note: string | null;
  controls: Control[];
  /** Asked for of few: these stand folded behind one line until one of them says something. */
  folded?: Control[];
  /** What the fold is called, when naming everything in it would be too long. */
  fold_label?: string;
  /** What is only to be read here. */
  facts?: { label: string; value: string }[];
  link?: { href: string; label: string };
  /** Buttons of this section: they save, and then add or take away a row. */
  acts: { name: string; value: string; label: string; without_scripts?: boolean }[];
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

/** The rows of a list with the empty ones that are offered: at least one when it is filled in, never too many. */
export function rowsWith<T>(held: readonly T[], blank: T, most: number, spare?: number): T[] {
  if (spare === undefined) return [...held];
  const offered = held.length === 0 ? 1 + spare : spare;
  const free = Math.max(0, Math.min(offered, most - held.length));
  return [...held, ...Array.from({ length: free }, () => blank)];
}

/** Every control of these sections; those asked for only sometimes come after the one that decides. */
export function allControls(sections: readonly Section[]): Control[] {
  return sections.flatMap(rowsOf).flatMap((one) => [one, ...(one.more ?? [])]);
}

const rowsOf = ({ controls, folded = [] }: Section) => [...controls, ...folded];

/** The controls that count: what is asked for only sometimes is left out where it is not. */
export function askedControls(sections: readonly Section[]): Control[] {
  return sections
    .flatMap(rowsOf)
    .flatMap((one) => [one, ...(isAsked(one) ? (one.more ?? []) : [])]);
}

function isAsked({ partial, arg }: Control): boolean {
  return partial === 'check' ? !arg['checked'] : arg['value'] !== '';
}

/** What a control holds, as a person would say it. */
export function heldIn({ partial, arg }: Control): string {
  if (partial === 'check') return arg['checked'] ? '是' : '否';
  const value = [arg['value'] ?? ''].flat().map(String);
  return inWords(value, arg['options']);
}

/** A value of the form in words: names for codes, rows one after another, pictures counted. */
export function inWords(value: Value, options?: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string') return nameIn(options, value);
  if (!Array.isArray(value)) {
    const parts = Object.values(value).filter((part) => typeof part === 'string' && part !== '');
    return [...new Set(parts)].join('–');
  }
  const documents = value.filter((one) => typeof one === 'string' && /^WJ[0-9A-Z]{16}$/.test(one));
  if (documents.length > 0) return `${documents.length} 张图片`;
  return value
    .map((one) => inWords(one, options))
    .filter(Boolean)
    .join('、');
}

function nameIn(options: unknown, value: string): string {
  if (!Array.isArray(options) || value === '') return value;
  return options.find((option) => option.value === value)?.label ?? value;
}
