import { z } from 'zod';
import { seal, unseal } from '../platform/seal.ts';
import { type FilingForm, INDIVIDUAL } from './forms.ts';
import type { FilingRow } from './tables.ts';

const text = z.string().trim().max(1000);

/** Something to mend, at a field of the form; path '' means the filing as a whole. */
export const Mark = z.object({
  path: text.max(120),
  code: text.max(60).default('reviewer'),
  message: text.min(1, '请写明问题'),
  suggestion: text.default(''),
  /** What the bureau or its officer wrote, unchanged. */
  official: z.string().max(4000).optional(),
  who: z.enum(['customer', 'operator']).optional(),
  /** Sending the very same again later may succeed. */
  retry: z.boolean().optional(),
  /** Worth a look, but it may stay as it is. */
  reminder: z.boolean().optional(),
});
export type Mark = z.output<typeof Mark>;

const Marks = z.array(Mark);

/** What an individual is asked for once, as the entity: he leads himself. */
const OWN = /^entity\.leader\.(name|id_type|id_number|id_valid_until)$/;

/**
 * The field that a person changes to mend a path: one leader for both is asked for once, as the entity's; an
 * individual's own data as the entity's; a website as a whole, an entity as a whole, a person as a whole by the name.
 */
export function fieldToMend(form: FilingForm, path: string): string {
  const named = /^(entity|services\.\d+|.*\.?leader)$/.test(path) ? `${path}.name` : path;
  const [, index = '', field = ''] = /^services\.(\d+)\.leader\.(.+)$/.exec(named) ?? [];
  const asked =
    form.services[Number(index)]?.leader_same && field ? `entity.leader.${field}` : named;
  const own = form.entity.kind === INDIVIDUAL ? OWN.exec(asked)?.[1] : undefined;
  return own === undefined ? asked : `entity.${own}`;
}

/** Each mark at the field that mends it; the same words stand once at a field. */
export function distinctMarks(marks: readonly Mark[], form: FilingForm): Mark[] {
  const placed = marks.map((mark) => ({ ...mark, path: fieldToMend(form, mark.path) }));
  return placed.filter(
    ({ path, message }, at) =>
      placed.findIndex((other) => other.path === path && other.message === message) === at,
  );
}

/** Marks may quote what was typed, so they are sealed as the form is. `place` is table.column:row. */
export function sealMarks(marks: readonly Mark[], place: string): string {
  return seal(JSON.stringify(marks), place);
}

/** The marks that stand on a filing now. */
export function marksOf(row: Pick<FilingRow, 'filing_no' | 'marks_sealed'>): Mark[] {
  if (!row.marks_sealed) return [];
  return Marks.parse(JSON.parse(unseal(row.marks_sealed, placeOfMarks(row.filing_no))));
}

export function placeOfMarks(filing_no: string): string {
  return `filings.marks_sealed:${filing_no}`;
}
