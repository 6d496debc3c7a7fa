import { record } from '../../audit/index.ts';
import {
  documentOwnedBy,
  keepPicture,
  recordPicture,
  type StoredDocument,
} from '../../documents/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { type FilingForm, isSlot, LIMITS } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import type { Customer } from '../steps/create-filing.ts';
import { changeDraft } from './draft.ts';
import { setField } from './merge.ts';

export interface Attached {
  version: number;
  document_no: string;
  /** The pictures of this slot from now on. */
  documents: string[];
}

/** Stores a picture and puts it into a slot of the customer's draft: one call for the upload handler. */
export async function addPicture(
  customer: Customer,
  filing_no: string,
  slot: string,
  bytes: Buffer,
): Promise<Attached & { document: StoredDocument }> {
  knownSlot(slot);
  const document = await storePicture(customer, slot, bytes);
  return { ...(await attachPicture(customer, filing_no, slot, document.no)), document };
}

/** Stores a picture for a slot, with its audit entry; nothing names it yet. */
export async function storePicture(
  customer: Customer,
  slot: string,
  bytes: Buffer,
): Promise<StoredDocument> {
  const kept = await keepPicture({ owner_id: customer.id, purpose: slot, bytes });
  return inTransaction(async (trx, after) => {
    const document = await recordPicture(trx, kept, after);
    await record(trx, customer.actor, 'document.uploaded', `document:${document.no}`, {
      purpose: slot,
    });
    return document;
  });
}

/** Puts a picture that the customer has uploaded into a slot: added where several may be, else in place of the old. */
export async function attachPicture(
  customer: { id: number },
  filing_no: string,
  slot: string,
  document_no: string,
): Promise<Attached> {
  knownSlot(slot);
  must(await documentOwnedBy(db, customer.id, document_no), '图片');
  const { result, version } = await changeDraft(customer.id, filing_no, async (draft, row) => {
    const held = draft.form.materials[slot] ?? [];
    if (held.includes(document_no)) return { result: held };
    const several = await takesSeveral(draft.form, slot);
    if (several && held.length >= LIMITS.documents)
      throw new UserError('unprocessable', `这一项最多上传 ${LIMITS.documents} 张图片`);
    const documents = several ? [...held, document_no] : [document_no];
    const next = { ...draft, version: draft.version + 1 };
    return {
      draft: setField(next, `materials.${slot}`, documents, 'typed'),
      also: (trx) => owePicture(trx, row.id, slot, document_no),
      result: documents,
    };
  });
  return { version, document_no, documents: result };
}

/** Takes a picture out of a slot; the picture itself stays with the customer. */
export async function detachPicture(
  customer: { id: number },
  filing_no: string,
  slot: string,
  document_no: string,
): Promise<Attached> {
  knownSlot(slot);
  const { result, version } = await changeDraft(customer.id, filing_no, (draft) => {
    const held = draft.form.materials[slot] ?? [];
    const documents = held.filter((no) => no !== document_no);
    if (documents.length === held.length) return { result: held };
    const next = { ...draft, version: draft.version + 1 };
    return {
      draft: setField(next, `materials.${slot}`, documents, 'typed'),
      result: documents,
    };
  });
  return { version, document_no, documents: result };
}

/** From now on the filing is owed what OCR reads in this picture. */
export async function owePicture(
  trx: Db,
  filing_id: number,
  slot: string,
  document_no: string,
): Promise<void> {
  const picture = { slot, reading: 'waiting', added_at: now() } as const;
  await trx('filing_pictures')
    .insert({ filing_id, document_no, ...picture })
    .onConflict(['filing_id', 'document_no'])
    .merge(picture);
}

async function takesSeveral(form: FilingForm, slot: string): Promise<boolean> {
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  return materials.find((material) => material.slot === slot)?.multiple ?? false;
}

function knownSlot(slot: string): void {
  if (!isSlot(slot)) throw new UserError('invalid', '没有这一项材料');
}
