import { type Actor, record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { filingNumbered } from '../queries.ts';
import { isPersonal } from './masked-form.ts';

export interface Reveal {
  /** A field, or 'all' for the whole form while reviewing it. */
  path: string;
  /** Why, in the operator's words; kept in the audit record. */
  reason: string;
}

/** Shows an operator one masked field as it is. The caller's permission is checked at the route; the look is recorded. */
export async function revealField(
  operator: { actor: Actor },
  filing_no: string,
  { path, reason }: Reveal,
): Promise<{ path: string; value: string }> {
  const form = await openedForm(filing_no);
  const value = fieldsOf(form).get(path);
  if (typeof value !== 'string') throw new UserError('not_found', '没有这一项');
  if (isPersonal(path, form)) await recordLook(operator.actor, filing_no, { path, reason });
  return { path, value };
}

/** Opens the whole form for an operator, which is recorded as one look at all of it. */
export async function revealForm(
  operator: { actor: Actor },
  filing_no: string,
  reason: string,
): Promise<FilingForm> {
  const form = await openedForm(filing_no);
  await recordLook(operator.actor, filing_no, { path: 'all', reason });
  return form;
}

async function openedForm(filing_no: string): Promise<FilingForm> {
  return openForm(must(await filingNumbered(db, filing_no), '备案'));
}

async function recordLook(actor: Actor, filing_no: string, { path, reason }: Reveal) {
  const details = { path, reason: reason.trim().slice(0, 200) };
  await inTransaction((trx) =>
    record(trx, actor, 'filing.revealed', `filing:${filing_no}`, details),
  );
}
