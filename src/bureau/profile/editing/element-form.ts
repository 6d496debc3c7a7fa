import { shapeOf } from '../spell-faults.ts';
import type { Raw } from './tree.ts';

// An element as a plain form has it, there and back. What is typed wrongly is passed on as it is: the profile's own
// checks then say so at the field.

export const SHAPES = ['leaf', 'children', 'choice', 'part'] as const;
export type Shape = (typeof SHAPES)[number];
export const SOURCES = ['from', 'pick', 'text', 'value', 'number'] as const;

const TEXTS = [
  'given',
  'not_below',
  'when',
  'words',
  'blame',
  'note',
  'each',
  'in',
  'part',
] as const;
const NUMBERS = ['min', 'max', 'max_kb', 'many'] as const;

/** The fields that each shape has, in the order of the form. */
export const FIELDS: Record<Shape, readonly string[]> = {
  leaf: [
    ...['name', 'source', 'source_value', 'as', 'optional', 'min', 'max', 'max_kb', 'many'],
    ...['when', 'not_below', 'given', 'words', 'blame', 'note'],
  ],
  children: ['name', 'optional', 'in', 'each', 'key', 'many', 'when', 'words', 'note'],
  choice: ['words', 'blame'],
  part: ['part', 'in'],
};
/** A choice that is new has two elements at once. */
export const NEW_CHOICE = ['name', 'source_value', 'other_name', 'other_value'];

export type Typed = Record<string, string>;

/** What a form shows of an element. */
export function typedOf(node: Raw): Typed {
  const typed: Typed = {};
  for (const key of ['name', 'as', ...TEXTS, ...NUMBERS]) typed[key] = textOf(node[key]);
  const source = SOURCES.find((key) => Object.hasOwn(node, key)) ?? 'from';
  typed['source'] = source;
  typed['source_value'] = node[source] === true ? '' : textOf(node[source]);
  typed['key'] = Array.isArray(node['key']) ? node['key'].join(' ') : '';
  typed['optional'] = node['optional'] === true ? 'yes' : 'no';
  typed['as'] ||= 'text';
  return typed;
}

/** The element that was typed. */
export function nodeOf(shape: Shape, typed: Typed, isNew: boolean): Raw {
  const own = Object.fromEntries(
    FIELDS[shape].flatMap((field) => entriesOf(field, (typed[field] ?? '').trim(), typed)),
  );
  if (shape === 'children') return { ...own, children: [] };
  if (shape !== 'choice' || !isNew) return own;
  const option = (name = '', from = '') => ({ name: name.trim(), from: from.trim() });
  const first = option(typed['name'], typed['source_value']);
  return { choice: [first, option(typed['other_name'], typed['other_value'])], ...own };
}

export const shapeIn = (node: Raw): Shape => shapeOf(node);

/** The field of the form that a fault is shown at; `rest`: where it lies within the element. */
export function fieldOf(shape: Shape, rest: string): string {
  const [key = '', second = '', third = ''] = rest.split('.');
  if (key === 'choice') return fieldInChoice(second, third);
  if (SOURCES.some((source) => source === key)) return 'source_value';
  if (FIELDS[shape].includes(key)) return key;
  return shape === 'leaf' ? 'source_value' : (FIELDS[shape][0] ?? 'name');
}

function fieldInChoice(index: string, key: string): string {
  if (index === '0') return key === 'name' ? 'name' : 'source_value';
  return key === 'name' ? 'other_name' : 'other_value';
}

function entriesOf(field: string, text: string, typed: Typed): [string, unknown][] {
  if (field === 'source') return [];
  if (field === 'source_value') return [sourceOf(typed['source'] ?? '', typed[field] ?? '')];
  if (field === 'name') return [[field, text]];
  if (field === 'optional') return text === 'yes' ? [[field, true]] : [];
  if (field === 'as') return text === 'text' ? [] : [[field, text]];
  if (text === '') return [];
  if (field === 'key') return [[field, text.split(/[\s,，、]+/)]];
  if (NUMBERS.some((number) => number === field))
    return [[field, /^-?\d{1,12}$/.test(text) ? Number(text) : text]];
  return [[field, text]];
}

/** A text may begin or end with a space on purpose. */
function sourceOf(source: string, text: string): [string, unknown] {
  const known = SOURCES.find((one) => one === source) ?? 'from';
  if (known === 'number') return [known, text.trim() || true];
  return [known, known === 'text' || known === 'value' ? text : text.trim()];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
