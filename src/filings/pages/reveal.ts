import { type Actor, record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf } from '../drafts/fields.ts';
import { type FilingForm, isSlot } from '../forms.ts';
import { filingNumbered } from '../queries.ts';
import { isPersonal } from './masked-form.ts';

const APPROVAL = /^services\.(\d+)\.prior_approvals\.(\d+)\.documents$/;

/** Whether pictures lie at this path of a form. */
export function isPictures(path: string): boolean {
  return path.startsWith('materials.') || APPROVAL.test(path);
}

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

/** As above for the pictures at one place: each such look is recorded. Gives their numbers. */
export async function revealPictures(
  operator: { actor: Actor },
  filing_no: string,
  { path, reason }: Reveal,
): Promise<string[]> {
  const documents = documentsAt(await openedForm(filing_no), path);
  if (documents.length === 0) throw new UserError('not_found', '这里没有图片');
  await recordLook(operator.actor, filing_no, { path, reason });
  return documents;
}

function documentsAt(form: FilingForm, path: string): string[] {
  const slot = /^materials\.(.+)$/.exec(path)?.[1] ?? '';
  const [, service, row] = APPROVAL.exec(path) ?? [];
  const approval = form.services[Number(service)]?.prior_approvals[Number(row)];
  return approval?.documents ?? (isSlot(slot) ? (form.materials[slot] ?? []) : []);
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
  const row = await filingNumbered(db, filing_no);
  // What nobody has handed in yet is its customer's alone.
  return openForm(must(row?.status === 'draft' ? undefined : row, '备案'));
}

async function recordLook(actor: Actor, filing_no: string, { path, reason }: Reveal) {
  const details = { path, reason: reason.trim().slice(0, 200) };
  await inTransaction((trx) =>
    record(trx, actor, 'filing.revealed', `filing:${filing_no}`, details),
  );
}
