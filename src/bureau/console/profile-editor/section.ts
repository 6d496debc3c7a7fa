import type { Typed } from '../../profile/editing/element-form.ts';
import { type Plain, plainText, writePlain } from '../../profile/editing/plain-fields.ts';
import type { ProfileFault } from '../../profile/read.ts';

/** Fields under one heading; folded ones stand closed until they are needed. */
export interface FieldGroup {
  title: string;
  /** Stands above it and the folded ones that follow. */
  above?: string;
  hint?: string;
  folded?: boolean;
  fields: FieldShown[];
}

export interface FieldShown {
  name: string;
  label: string;
  value: string;
  [more: string]: unknown;
}

/** A part of a profile that is edited as plain fields. */
export interface Section {
  title: string;
  intro: string;
  /** Places of the document that belong to it. */
  holds(at: string): boolean;
  groups(document: unknown): FieldGroup[];
  /** Writes what was typed into the document, in place; gives what cannot be written, by field. */
  write(document: unknown, typed: Typed): Record<string, string>;
  /** The field that a fault is shown at. */
  fieldAt(at: string, typed: Typed): string;
}

export function plainGroup(document: unknown, title: string, plains: readonly Plain[]): FieldGroup {
  return { title, fields: plains.map((plain) => plainShown(document, plain)) };
}

export function plainShown(document: unknown, plain: Plain): FieldShown {
  const { path, label, optional = false, more = {} } = plain;
  const value = plainText(document, plain);
  return { name: path, label, value, required: !optional, ...more };
}

export function writePlains(document: unknown, plains: readonly Plain[], typed: Typed): void {
  for (const plain of plains) {
    const text = typed[plain.path];
    if (text !== undefined) writePlain(document, plain, text);
  }
}

/** As many rows as were typed, by the number in their names: `wire.reactions.row.3.code`. */
export function rowsTyped(typed: Typed, prefix: string): { n: number; typed: Typed }[] {
  const rows = new Map<number, Typed>();
  for (const [name, text] of Object.entries(typed)) {
    if (!name.startsWith(`${prefix}.`)) continue;
    const [number = '', key = ''] = name.slice(prefix.length + 1).split('.');
    if (!/^\d{1,4}$/.test(number)) continue;
    rows.set(Number(number), { ...rows.get(Number(number)), [key]: text.trim() });
  }
  return [...rows].map(([n, row]) => ({ n, typed: row })).sort((one, other) => one.n - other.n);
}

/** Two rows with the same name would become one: told at the second. */
export function twice(rows: { n: number; typed: Typed }[], key: string, prefix: string) {
  const seen = new Set<string>();
  const found: Record<string, string> = {};
  for (const { n, typed } of rows) {
    const name = typed[key] ?? '';
    if (name !== '' && seen.has(name)) found[`${prefix}.${n}.${key}`] = `“${name}”写了两次`;
    seen.add(name);
  }
  return found;
}

/** What was typed stays in the fields, and what is wrong stands at them. */
export function filledIn(
  groups: FieldGroup[],
  typed: Typed | null,
  errors: Record<string, string>,
): FieldGroup[] {
  return groups.map((group) => {
    const fields = group.fields.map((field) => ({
      ...field,
      value: typed?.[field.name] ?? field.value,
      error: errors[field.name] ?? null,
    }));
    const isWrong = fields.some(({ error }) => error);
    return { ...group, fields, folded: (group.folded ?? false) && !isWrong };
  });
}

/** Faults of a section by field; what has no field stands above all. */
export function errorsIn(
  section: Section,
  faults: readonly ProfileFault[],
  typed: Typed,
): Record<string, string> {
  const own = faults.filter(({ at }) => section.holds(at));
  return Object.fromEntries(own.map(({ at, message }) => [section.fieldAt(at, typed), message]));
}
