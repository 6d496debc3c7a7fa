import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { DraftForm, type FilingForm } from '../forms.ts';
import { titleOf } from '../pages/title.ts';
import { filingFor } from '../queries.ts';
import { EDITABLE } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { FieldStates } from './fields.ts';
import type { Draft } from './merge.ts';

export type { Draft } from './merge.ts';

const ATTEMPTS = 10;

/** The form of a filing, opened. */
export function openForm(row: Pick<FilingRow, 'filing_no' | 'form_sealed'>): FilingForm {
  const sealed = unseal(row.form_sealed, `filings.form_sealed:${row.filing_no}`);
  return DraftForm.parse(JSON.parse(sealed));
}

export function openDraft(row: FilingRow): Draft {
  const fields = unseal(row.fields_sealed, `filings.fields_sealed:${row.filing_no}`);
  return {
    form: openForm(row),
    fields: FieldStates.parse(JSON.parse(fields)),
    version: row.version,
  };
}

/** The columns that hold a draft, sealed for the row of this number. */
export function sealDraft(filing_no: string, { form, fields }: Draft) {
  return {
    kind: form.request.kind,
    entity_kind: form.entity.kind.slice(0, 10),
    province_code: form.entity.province_code.slice(0, 6),
    form_sealed: seal(JSON.stringify(form), `filings.form_sealed:${filing_no}`),
    fields_sealed: seal(JSON.stringify(fields), `filings.fields_sealed:${filing_no}`),
    title_sealed: seal(JSON.stringify(titleOf(form)), `filings.title_sealed:${filing_no}`),
  };
}

/** Writes a draft one version on; false when the filing is no longer as it was loaded. */
export async function storeDraft(trx: Db, row: FilingRow, draft: Draft): Promise<boolean> {
  const stored = await trx('filings')
    .where({ id: row.id, version: row.version, status: row.status })
    .update({ ...sealDraft(row.filing_no, draft), version: row.version + 1, saved_at: now() });
  return stored === 1;
}

/** What a change makes of a draft: `draft` undefined leaves it as it is; `also` is written with it. */
export interface Change<T> {
  draft?: Draft | undefined;
  also?: (trx: Db) => Promise<void>;
  result: T;
}

/**
 * Changes the customer's own draft, again from the newest state when another window was quicker.
 * `work` gets the draft with its next version number; throws 'conflict' when the form is closed for changes.
 */
export async function changeDraft<T>(
  customer_id: number,
  filing_no: string,
  work: (draft: Draft, row: FilingRow) => Promise<Change<T>> | Change<T>,
): Promise<{ result: T; version: number; saved_at: Date; form: FilingForm }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const row = must(await filingFor(db, customer_id, filing_no), '备案');
    if (!EDITABLE.includes(row.status))
      throw new UserError('conflict', '备案已提交，现在不能修改。需要修改时请等审核结果');
    const draft = openDraft(row);
    const { draft: changed, also, result } = await work(draft, row);
    const form = (changed ?? draft).form;
    if (!changed && !also) return { result, version: row.version, saved_at: row.saved_at, form };
    const stored = await inTransaction(async (trx) => {
      const done = await storeDraft(trx, row, changed ?? draft);
      if (done) await also?.(trx);
      return done;
    });
    if (stored) return { result, version: row.version + 1, saved_at: now(), form };
  }
  throw new UserError('conflict', '多个窗口同时在修改这份备案，请稍等片刻再保存');
}
