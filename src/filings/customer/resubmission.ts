import { z } from 'zod';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, sameValue, type Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { tidyForm } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';

/** Sending the same again: that it is meant so, and why, for the reviewer. */
export const Confirmed = z.object({
  nothing_to_change: z.literal('true', '请勾选“我确认无误”'),
  word_to_reviewer: z
    .string()
    .trim()
    .min(2, '请给审核员写一句说明')
    .max(500, '请控制在 500 字以内'),
});

/**
 * Whether a filing that came back still says at a marked field what it said: sending it again so would come back
 * again, unless the person says why it is right. A mark at the filing as a whole asks for that word only; a reminder
 * asks for nothing.
 */
export async function isUnmended(row: FilingRow): Promise<boolean> {
  const submitted = await lastSubmitted(row);
  if (!submitted) return false;
  const form = tidyForm(openForm(row));
  if (changedSince(submitted, form).length === 0) return true;
  return openMarks(row, form, submitted).some(({ reminder }) => !reminder);
}

/** The fields that say something else than at the last submission. */
export function changedSince(submitted: Map<string, Value>, form: FilingForm): string[] {
  const now = fieldsOf(form);
  const paths = [...new Set([...submitted.keys(), ...now.keys()])];
  return paths.filter(
    (path) => !path.startsWith('consents.') && !sameValue(submitted.get(path), now.get(path)),
  );
}
