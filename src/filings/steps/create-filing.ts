import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { type Draft, sealDraft } from '../drafts/draft.ts';
import { emptyForm, type FilingForm } from '../forms.ts';
import type { FilingSource } from '../tables.ts';
import { noteEvent } from './status.ts';

export interface Customer {
  id: number;
  actor: Actor;
}

/** Begins a draft of a first filing (首次备案) for a customer. */
export async function createFiling(
  customer: Customer,
  { entity_kind, province_code }: { entity_kind: string; province_code: string },
): Promise<{ filing_no: string }> {
  const form = emptyForm(entity_kind);
  form.entity.province_code = province_code;
  return inTransaction((trx) => insertFiling(trx, customer, form, 'page'));
}

/** Writes a new draft with this form, its audit entry and the beginning of its timeline. */
export async function insertFiling(
  trx: Db,
  customer: Customer,
  form: FilingForm,
  source: FilingSource,
): Promise<{ id: number; filing_no: string }> {
  const filing_no = publicNo('BA');
  const at = now();
  const draft: Draft = { form, fields: {}, version: 1 };
  const [id] = await trx('filings').insert({
    filing_no,
    customer_id: customer.id,
    source,
    status: 'draft',
    status_at: at,
    version: draft.version,
    ...sealDraft(filing_no, draft),
    created_at: at,
    saved_at: at,
  });
  if (id === undefined) throw new Error('no id for a new filing');
  await noteEvent(trx, id, { event: 'created', status: 'draft', actor: customer.actor, at });
  await record(trx, customer.actor, 'filing.created', `filing:${filing_no}`, {
    source,
    entity_kind: form.entity.kind,
    province_code: form.entity.province_code,
  });
  return { id, filing_no };
}
