import { now } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { FIELD_KEYS, FIELDS, type FieldKey, isField } from './fields.ts';

/** Longer than any heading; what stands in a first row may be anything, and as long as a file. */
const MOST_CHARS = 200;

/** A heading without what people write around it: case, spaces, signs, a remark in brackets. */
export function plainHeading(heading: string): string {
  return heading
    .slice(0, MOST_CHARS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|（[^）]*）/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);
}

const KNOWN: ReadonlyMap<string, FieldKey> = new Map(
  FIELD_KEYS.flatMap((key) =>
    [FIELDS[key].label, key, ...FIELDS[key].also].map((name) => [plainHeading(name), key] as const),
  ),
);

/** The field of each column: as somebody last said, else as the heading reads; each field once, '' for the others. */
export async function guessColumns(db: Db, headings: readonly string[]): Promise<string[]> {
  const plain = headings.map(plainHeading);
  const rows = await db('transfer_headings').whereIn('heading', plain.filter(Boolean));
  const learned = new Map(rows.map(({ heading, field }) => [heading, field]));
  const used = new Set<string>();
  return plain.map((heading) => {
    const field = learned.get(heading) ?? KNOWN.get(heading) ?? '';
    if (!isField(field) || used.has(field)) return '';
    used.add(field);
    return field;
  });
}

/** Remembers for the next table what somebody said the columns are. */
export async function learnColumns(
  trx: Db,
  headings: readonly string[],
  columns: readonly string[],
): Promise<void> {
  for (const [at, column] of columns.entries()) {
    const heading = plainHeading(headings[at] ?? '');
    if (!heading) continue;
    const row = { field: column, used_at: now() };
    await trx('transfer_headings')
      .insert({ heading, ...row })
      .onConflict('heading')
      .merge(row);
  }
}

const MOST_ROWS_ABOVE = 10;

/** Which of the first rows names the columns: above it there may be a title. 0 for the first one. */
export function headingAmong(rows: readonly (readonly string[])[]): number {
  const known = rows
    .slice(0, MOST_ROWS_ABOVE)
    .map((cells) => new Set(cells.flatMap((cell) => KNOWN.get(plainHeading(cell)) ?? [])).size);
  const most = Math.max(0, ...known);
  return most === 0 ? 0 : known.indexOf(most);
}
