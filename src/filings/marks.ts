import { z } from 'zod';
import { seal, unseal } from '../platform/seal.ts';
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
});
export type Mark = z.output<typeof Mark>;

const Marks = z.array(Mark);

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
