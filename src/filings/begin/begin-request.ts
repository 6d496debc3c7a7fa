import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { owePicture } from '../drafts/pictures.ts';
import { type FiledRecord, type FiledService, filedRecord } from '../entities/filed-record.ts';
import { formOfRecord } from '../entities/form-of-record.ts';
import { ownerOf } from '../entities/owners.ts';
import { DraftForm, emptyForm, type FilingForm } from '../forms.ts';
import { ADDING, type FilingKind } from '../kinds/names.ts';
import { type Customer, insertFiling } from '../steps/create-filing.ts';
import { draftLike } from './draft-like.ts';
import { refuseUnfit } from './preconditions.ts';

/** What is asked about a filed entity: `service_no` when it is about one website of it. */
export interface RequestToBegin {
  kind: Exclude<FilingKind, 'initial'>;
  entity_no: string;
  service_no?: string | undefined;
}

/**
 * Begins a request about a filed entity of the customer's, filled in with what the bureau has; one like it that was
 * begun and not sent is gone on with. Throws 'not_found' for what is not his, 'conflict' for what the bureau would
 * refuse now, with the way out.
 */
export async function beginRequest(
  customer: Customer,
  request: RequestToBegin,
): Promise<{ filing_no: string }> {
  const owner = await ownerOf(db, request.entity_no);
  must(owner === customer.id ? owner : undefined, '备案');
  const { form } = await beginning(request);
  const begun = await draftLike(customer, form);
  if (begun) return begun;
  return inTransaction(async (trx) => {
    const { id, filing_no } = await insertFiling(trx, customer, form, 'page');
    const entity_icp_number = form.request.entity.icp_number || null;
    await trx('filings').where({ id }).update({ entity_icp_number });
    for (const [slot, documents] of Object.entries(form.materials))
      for (const document_no of documents) await owePicture(trx, id, slot, document_no);
    return { filing_no };
  });
}

/**
 * The form that a request begins with, whoever begins it, and whose the entity is (undefined: nobody's here). Throws
 * 'not_found' for what is not filed, 'conflict' for what the bureau would refuse now.
 */
export async function beginning({
  kind,
  entity_no,
  service_no,
}: RequestToBegin): Promise<{ form: FilingForm; owner: number | undefined }> {
  const record = must(await filedRecord(entity_no), '备案');
  const about = servicesAbout(kind, record, service_no);
  const owner = await ownerOf(db, entity_no);
  await refuseUnfit(db, { kind, record, about, owner });
  const earlier = owner === undefined ? undefined : await lastForm(db, owner, record);
  return { form: formFor(kind, formOfRecord(record, about, earlier), earlier), owner };
}

/** A change sends every website of ours with it; ending an entity names all of them. */
function servicesAbout(
  kind: RequestToBegin['kind'],
  { services }: FiledRecord,
  service_no: string | undefined,
): FiledService[] {
  if (kind === 'add_service') return [];
  if (kind === 'cancel_entity') return services;
  if (kind === 'change' || (kind === 'add_material' && !service_no)) {
    const own = services.filter(({ own }) => own.length > 0);
    if (own.length === 0)
      throw new UserError('conflict', '这个主体没有接入在我们这里的网站，请到现在的接入商处办理');
    return own;
  }
  return [
    must(
      services.find((one) => one.service_no === service_no),
      '网站',
    ),
  ];
}

function formFor(kind: RequestToBegin['kind'], filed: FilingForm, earlier: FilingForm | undefined) {
  const request = { ...filed.request, kind };
  if (!ADDING.includes(kind)) return DraftForm.parse({ ...filed, request });
  const services = kind === 'add_access' ? filed.services : emptyForm(filed.entity.kind).services;
  return DraftForm.parse({ ...filed, services, request, materials: cardsOf(earlier) });
}

/** Cards and licences that were handed in before are still there: they need not be photographed again. */
function cardsOf(earlier: FilingForm | undefined): FilingForm['materials'] {
  const kept = Object.entries(earlier?.materials ?? {}).filter(([slot]) => /^entity_/.test(slot));
  return Object.fromEntries(kept);
}

/** The customer's newest approved form about this entity: it knows what the bureau's record does not hold. */
async function lastForm(
  db: Db,
  customer_id: number,
  { entity }: FiledRecord,
): Promise<FilingForm | undefined> {
  const row = await db('filings')
    .where({ customer_id, status: 'approved', entity_icp_number: entity.icp_number })
    .whereIn('kind', ['initial', 'add_service', 'change'])
    .orderBy('approved_at', 'desc')
    .first();
  return row && openForm(row);
}
