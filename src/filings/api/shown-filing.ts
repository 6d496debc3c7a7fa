import { pageOf } from '../pages/filing-page.ts';
import type { FilingRow } from '../tables.ts';
import { pictureFindings } from './picture-findings.ts';

/** A filing as programs and the command line see it: status, words, marks, numbers, story; personal data masked. */
export async function shownFiling(row: FilingRow, reader: 'customer' | 'operator') {
  const page = await pageOf(row, reader);
  const { label, now, todo, expected_at, expected_words, held } = page.standing;
  return {
    filing_no: page.filing_no,
    status: page.status,
    status_at: row.status_at,
    ...{ label, now, todo, expected_at, expected_words, held },
    submitted_at: row.submitted_at,
    reported_at: row.reported_at,
    approved_at: row.approved_at,
    marks: page.marks.map(({ path, label, code, message, suggestion }) => ({
      ...{ path, label, code, message, suggestion },
    })),
    /** What was read in the pictures that does not belong where they lie. */
    findings: await pictureFindings(row),
    numbers: page.numbers,
    domains: page.domains,
    form: page.form,
    timeline: page.timeline.map(({ at, event, title, who, words, expected_at }) => ({
      ...{ at, event, title, who, words, expected_at },
    })),
  };
}
