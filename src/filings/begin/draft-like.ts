import { db } from '../../platform/db.ts';
import { changeDraft, openForm } from '../drafts/draft.ts';
import { rebased } from '../entities/rebase.ts';
import type { FilingForm } from '../forms.ts';

/**
 * The customer's draft of the same request about the same thing, laid over the record as it is now; undefined: there
 * is none. So a button that is pressed twice begins one request.
 */
export async function draftLike(
  customer: { id: number },
  { request }: FilingForm,
): Promise<{ filing_no: string } | undefined> {
  const entity_icp_number = request.entity.icp_number;
  if (entity_icp_number === '') return undefined;
  const rows = await db('filings')
    .where({ customer_id: customer.id, kind: request.kind, status: 'draft', entity_icp_number })
    .orderBy('id', 'desc')
    .limit(20);
  const about = ({ services }: FilingForm['request']) => services.map(({ no }) => no).join();
  const row = rows.find((one) => about(openForm(one).request) === about(request));
  if (row && request.kind === 'change') await layOver(customer.id, row.filing_no);
  return row && { filing_no: row.filing_no };
}

async function layOver(customer_id: number, filing_no: string): Promise<void> {
  await changeDraft(customer_id, filing_no, async (draft) => ({
    draft: { ...draft, form: await rebased(draft.form), version: draft.version + 1 },
    result: undefined,
  }));
}
