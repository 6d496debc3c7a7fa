import { db } from '../../platform/db.ts';
import { unseal } from '../../platform/seal.ts';
import { fieldsOf, sameValue, type Value } from '../drafts/fields.ts';
import { DraftForm, type FilingForm } from '../forms.ts';
import { type Mark, marksOf } from '../marks.ts';
import { submittedVersions } from '../queries.ts';
import { placeOfVersion } from '../steps/submit-filing.ts';
import type { FilingRow, VersionRow } from '../tables.ts';
import { fieldNamed, fieldToMend } from './steps.ts';

/** The values as they were submitted last; null for a filing that never was. */
export async function lastSubmitted(row: FilingRow): Promise<Map<string, Value> | null> {
  const [last] = await submittedVersions(db, row.id, 1);
  return last ? fieldsOf(openVersion(row, last)) : null;
}

/** A form as it was submitted. */
export function openVersion(row: Pick<FilingRow, 'filing_no'>, version: VersionRow): FilingForm {
  const sealed = unseal(version.form_sealed, placeOfVersion(row.filing_no, version.version));
  return DraftForm.parse(JSON.parse(sealed));
}

/** What the customer still has to mend: a mark is done with as soon as its field says something else. */
export function openMarks(
  row: FilingRow,
  form: FilingForm,
  submitted: Map<string, Value> | null,
): Mark[] {
  const now = fieldsOf(form);
  const marks = marksOf(row).map((mark) => ({ ...mark, path: fieldToMend(form, mark.path) }));
  return marks.filter(({ who, path }) => {
    if (who === 'operator') return false;
    return !submitted || sameValue(fieldNamed(submitted, path), fieldNamed(now, path));
  });
}
