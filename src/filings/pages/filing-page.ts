import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import { domainsOf, filingFor, filingsOf } from '../queries.ts';
import { EDITABLE, mayAdvance, maySubmit } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { maskedForm } from './masked-form.ts';
import {
  type ListedFiling,
  listedFiling,
  type ShownMark,
  type Standing,
  shownMarks,
  standingOf,
} from './present.ts';
import { type Moment, timelineOf } from './timeline.ts';

export interface FilingPage extends ListedFiling {
  version: number;
  standing: Standing;
  marks: ShownMark[];
  numbers: Numbers | null;
  domains: { domain: string; icp_number: string | null }[];
  /** Masked: the form pages show the customer his own words. */
  form: FilingForm;
  timeline: Moment[];
  can: { edit: boolean; submit: boolean; withdraw: boolean; confirm_sms: boolean };
}

/** The page of one filing of this customer's; another's is not found. */
export async function filingPage(customer: { id: number }, filing_no: string): Promise<FilingPage> {
  return pageOf(must(await filingFor(db, customer.id, filing_no), '备案'), 'customer');
}

export async function pageOf(row: FilingRow, reader: 'customer' | 'operator'): Promise<FilingPage> {
  return {
    ...listedFiling(row, reader),
    version: row.version,
    standing: await standingOf(row),
    marks: shownMarks(row),
    numbers: numbersOf(row),
    domains: (await domainsOf(db, row.id)).map(({ domain, icp_number }) => ({
      domain,
      icp_number,
    })),
    form: maskedForm(openForm(row)),
    timeline: await timelineOf(db, row, reader),
    can: {
      edit: EDITABLE.includes(row.status),
      submit: maySubmit(row.status),
      withdraw: mayAdvance(row.status, 'withdrawn'),
      confirm_sms: row.status === 'sms_pending',
    },
  };
}

/** The customer's filings, newest first. */
export async function filingsPage(
  customer: { id: number },
  before?: number,
): Promise<{ items: ListedFiling[]; next: number | null }> {
  const { items, next } = await filingsOf(db, customer.id, before);
  return { items: items.map((row) => listedFiling(row, 'customer')), next };
}
