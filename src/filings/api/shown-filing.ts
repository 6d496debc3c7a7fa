import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { changedValues } from '../pages/changed-values.ts';
import { pageOf } from '../pages/filing-page.ts';
import type { FilingRow } from '../tables.ts';
import { pictureFindings } from './picture-findings.ts';

/** A filing as programs and the command line see it: status, words, marks, numbers, story; personal data masked. */
export async function shownFiling(row: FilingRow, reader: 'customer' | 'operator') {
  const page = await pageOf(row, reader);
  const { label, now, todo, expected_at, expected_words, held } = page.standing;
  return {
    filing_no: page.filing_no,
    ...{ kind: page.kind, kind_label: page.kind_label },
    status: page.status,
    status_at: row.status_at,
    ...{ label, now, todo, expected_at, expected_words, held },
    submitted_at: row.submitted_at,
    reported_at: row.reported_at,
    approved_at: row.approved_at,
    ended_at: row.ended_at,
    marks: page.marks.map(({ path, label, code, message, suggestion }) => ({
      ...{ path, label, code, message, suggestion },
    })),
    /** What was read in the pictures that does not belong where they lie. */
    findings: await pictureFindings(row),
    numbers: page.numbers,
    domains: page.domains,
    form: { ...page.form, request: aboutOf(page.form) },
    /** Of a change: what differs from the record as it is filed. */
    changes: changedValues(openForm(row), { hide: true }),
    timeline: page.timeline.map(({ at, event, title, who, words, expected_at }) => ({
      ...{ at, event, title, who, words, expected_at },
    })),
  };
}

/** What is asked about what is filed already; the filed record itself is not repeated. */
function aboutOf({ request: { kind, entity, services } }: FilingForm) {
  return {
    kind,
    entity_icp_number: entity.icp_number,
    service_icp_numbers: services.map(({ icp_number }) => icp_number),
  };
}
