import { documentOf, openReading, type Reading } from '../../documents/index.ts';
import { fromNow, HOUR, now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { EDITABLE } from '../steps/status.ts';
import type { FilingRow, PictureRow, ReadingRow } from '../tables.ts';
import { openDraft, storeDraft } from './draft.ts';
import { fieldsOf, isEmpty } from './fields.ts';
import { type Draft, setField } from './merge.ts';
import { isWrongKind, type ReadValue, readValues } from './reading-paths.ts';

/** Pictures whose reading has not come after this long are not asked about any more. */
const PATIENCE = 24 * HOUR;

/** A reading of one picture, for the slot it lies in. */
export interface PictureReading {
  slot: string;
  document_no: string;
  reading: Reading;
}

/**
 * Fills what OCR read into the fields that the person has not filled, and keeps all of it beside the form
 * for comparison. False when the filing was changed meanwhile: load it anew and try again.
 */
export async function applyReading(
  trx: Db,
  filing: FilingRow,
  { slot, document_no, reading }: PictureReading,
): Promise<boolean> {
  const values = readValues(slot, reading);
  const known = await trx('filing_readings').where({ filing_id: filing.id, document_no });
  const fresh = values.filter(({ path }) => !known.some((row) => row.path === path));
  const draft = openDraft(filing);
  const open = EDITABLE.includes(filing.status) && isHeld(draft, slot, document_no);
  const filled = open ? fillIn(draft, fresh) : { draft, paths: [] };
  if (filled.paths.length > 0 && !(await storeDraft(trx, filing, filled.draft))) return false;
  for (const value of fresh)
    await keepReading(trx, filing, { slot, document_no }, value, filled.paths.includes(value.path));
  await trx('filing_pictures')
    .where({ filing_id: filing.id, document_no })
    .update({ reading: isWrongKind(slot, reading) ? 'wrong_kind' : 'taken' });
  return true;
}

/** A picture may have been replaced while it was being read: then what it says fills nothing. */
function isHeld({ form }: Draft, slot: string, document_no: string): boolean {
  return form.materials[slot]?.includes(document_no) ?? false;
}

function fillIn(draft: Draft, values: ReadValue[]): { draft: Draft; paths: string[] } {
  let next = { ...draft, version: draft.version + 1 };
  const paths: string[] = [];
  for (const { path, value } of values) {
    const held = fieldsOf(next.form).get(path);
    const origin = next.fields[path]?.origin ?? null;
    if (held === undefined || (!isEmpty(held) && origin !== 'read')) continue;
    next = setField(next, path, value, 'read');
    paths.push(path);
  }
  return { draft: paths.length > 0 ? next : draft, paths };
}

async function keepReading(
  trx: Db,
  filing: FilingRow,
  { slot, document_no }: { slot: string; document_no: string },
  { path, field, value, confidence }: ReadValue,
  applied: boolean,
): Promise<void> {
  await trx('filing_readings').insert({
    filing_id: filing.id,
    slot,
    document_no,
    path,
    field,
    value_sealed: seal(value, placeOf(filing.filing_no, document_no, path)),
    confidence,
    state: applied ? 'applied' : 'kept',
    at: now(),
  });
}

/** What was read, opened. */
export function openValue(
  filing: Pick<FilingRow, 'filing_no'>,
  row: Pick<ReadingRow, 'document_no' | 'path' | 'value_sealed'>,
): string {
  return unseal(row.value_sealed, placeOf(filing.filing_no, row.document_no, row.path));
}

function placeOf(filing_no: string, document_no: string, path: string): string {
  return `filing_readings.value_sealed:${filing_no}:${document_no}:${path}`;
}

/** Takes up every finished reading that this filing is owed. Gives how many pictures are still being read. */
export async function takeReadings(filing_id: number): Promise<{ waiting: number }> {
  const pictures = await db('filing_pictures').where({ filing_id, reading: 'waiting' });
  let waiting = 0;
  for (const picture of pictures) if (!(await takeReading(picture))) waiting++;
  return { waiting };
}

/** Every filing that is owed a reading, whoever looks at it. */
export async function sweepReadings(): Promise<void> {
  const rows = await db('filing_pictures')
    .where({ reading: 'waiting' })
    .distinct<{ filing_id: number }[]>('filing_id')
    .limit(500);
  for (const { filing_id } of rows) await takeReadings(filing_id);
}

async function takeReading(picture: PictureRow): Promise<boolean> {
  const { filing_id, document_no, slot } = picture;
  const document = await documentOf(db, document_no);
  const reading = document && openReading(document);
  if (reading) return applyLatest(filing_id, { slot, document_no, reading });
  const unread = !document || document.ocr_status === 'none' || document.ocr_status === 'failed';
  if (!unread && picture.added_at > fromNow(-PATIENCE)) return false;
  await db('filing_pictures').where({ id: picture.id }).update({ reading: 'none' });
  return true;
}

/** As applyReading, on the filing as it is now; false when windows keep changing it: the sweep comes again. */
async function applyLatest(filing_id: number, read: PictureReading): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const done = await inTransaction(async (trx) => {
      const filing = await trx('filings').where({ id: filing_id }).forUpdate().first();
      return filing ? applyReading(trx, filing, read) : true;
    });
    if (done) return true;
  }
  return false;
}
