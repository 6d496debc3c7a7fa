import { valueAt } from '../spell-faults.ts';

/** One value of a document as a field: `path` is its name and its place. */
export interface Plain {
  path: string;
  label: string;
  /** How it is typed: a number, several words with spaces between; else a text. */
  as?: 'number' | 'words';
  /** Left out of the document when nothing is typed. */
  optional?: boolean;
  more?: object;
}

/** What a field shows of a document. */
export function plainText(document: unknown, { path }: Plain): string {
  const value = valueAt(document, path.split('.'));
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number that is none is passed on as it was typed: the profile's checks say so at the field. */
export function numberOf(text: string): unknown {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : text.trim() || undefined;
}

export const wordsOf = (text: string): string[] => text.split(/[\s,，、]+/).filter(Boolean);

/** Writes what was typed into the document, in place; what was left as it stood is not touched. */
export function writePlain(document: unknown, plain: Plain, text: string): void {
  if (text === plainText(document, plain)) return;
  put(document, plain.path, writtenAs(plain, text));
}

function writtenAs({ as, optional }: Plain, text: string): unknown {
  if (optional && text.trim() === '') return undefined;
  if (as === 'number') return numberOf(text);
  return as === 'words' ? wordsOf(text) : text.trim();
}

/** Sets a value at a place, with the objects on the way that are missing; `undefined` takes it out. */
export function put(document: unknown, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let here = Object(document);
  for (const step of steps) {
    const next: unknown = valueAt(here, [step]);
    if (typeof next !== 'object' || next === null) {
      if (value === undefined) return;
      Reflect.set(here, step, {});
    }
    here = Object(valueAt(here, [step]));
  }
  if (value === undefined) Reflect.deleteProperty(here, last);
  else Reflect.set(here, last, value);
}
