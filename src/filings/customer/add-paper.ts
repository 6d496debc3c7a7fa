import type { StoredDocument } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { addPicture, detachPicture, storePicture } from '../drafts/pictures.ts';
import { saveDraft } from '../drafts/save-draft.ts';
import { LIMITS } from '../forms.ts';
import { filingFor } from '../queries.ts';
import type { Customer } from '../steps/create-filing.ts';

const APPROVAL = /^services\.(\d{1,2})\.prior_approvals\.(\d{1,2})\.documents$/;
const ATTEMPTS = 5;

/** Stores a picture and puts it where it was handed in: a slot of the materials, or the papers of a 前置审批. */
export async function addPaper(
  customer: Customer,
  filing_no: string,
  place: string,
  bytes: Buffer,
): Promise<{ document: StoredDocument; version: number }> {
  if (!APPROVAL.test(place)) return addPicture(customer, filing_no, place, bytes);
  const held = await approvalPapers(customer, filing_no, place);
  if (held.documents.length >= LIMITS.documents)
    throw new UserError('unprocessable', `这一项最多上传 ${LIMITS.documents} 张图片`);
  const document = await storePicture(customer, 'prior_approval', bytes);
  const version = await change(customer, filing_no, place, (held) => [...held, document.no]);
  return { document, version };
}

/** Takes a picture out of its place again; the picture itself stays with the customer. */
export async function removePaper(
  customer: { id: number },
  filing_no: string,
  place: string,
  document_no: string,
): Promise<void> {
  if (!APPROVAL.test(place)) await detachPicture(customer, filing_no, place, document_no);
  else await change(customer, filing_no, place, (held) => held.filter((no) => no !== document_no));
}

/** Another window may change the same approvals meanwhile: then again, from what stands there now. */
async function change(
  customer: { id: number },
  filing_no: string,
  place: string,
  next: (held: readonly string[]) => string[],
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { version, documents } = await approvalPapers(customer, filing_no, place);
    const changes = { [place]: next(documents), present: place };
    const saved = await saveDraft(filing_no, customer, { version, changes });
    if (saved.saved) return saved.version;
  }
  throw new UserError('conflict', '多个窗口同时在修改这份备案，请稍等片刻再试');
}

async function approvalPapers(customer: { id: number }, filing_no: string, place: string) {
  const row = must(await filingFor(db, customer.id, filing_no), '备案');
  const [, service = '', approval = ''] = APPROVAL.exec(place) ?? [];
  const form = openForm(row);
  const held = form.services[Number(service)]?.prior_approvals[Number(approval)];
  return { version: row.version, documents: must(held, '前置审批').documents };
}
