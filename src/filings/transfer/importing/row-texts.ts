import { FIELD_KEYS, isField, type RowTexts } from './fields.ts';

const NOTHING = Object.fromEntries(FIELD_KEYS.map((key) => [key, '']));

/** The cells of a row by their fields. */
export function textsOf(cells: readonly string[], columns: readonly string[]): RowTexts {
  const named = columns.flatMap((field, at) =>
    isField(field) ? [[field, (cells[at] ?? '').trim()] as const] : [],
  );
  // Every key of FIELDS is there: empty, or what its column says.
  return { ...NOTHING, ...Object.fromEntries(named) } as RowTexts;
}
