import { documentsOf, openReading } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { openDraft } from '../drafts/draft.ts';
import type { FieldStates } from '../drafts/fields.ts';
import { documentsIn } from '../drafts/own-documents.ts';
import { openValue } from '../drafts/readings.ts';
import { readingsOf } from '../queries.ts';
import type { FilingRow, ReadingRow } from '../tables.ts';
import type { FieldReading } from './dress.ts';

/** What OCR read, field by field, oldest first; what was undone, or stood in a picture that is gone, is not told again. */
export async function fieldReadings(row: FilingRow): Promise<FieldReading[]> {
  const { fields, form } = openDraft(row);
  const held = documentsIn(form);
  const rows = (await readingsOf(db, row.id)).filter(
    ({ state, document_no }) => state !== 'undone' && held.has(document_no),
  );
  const cut = await cutsOf(rows);
  return rows.map((reading) => ({
    path: reading.path,
    confidence: reading.confidence,
    document_no: reading.document_no,
    value: openValue(row, reading),
    crop_url: cut(reading),
    state: stateOf(reading, fields),
  }));
}

function stateOf({ path, state }: ReadingRow, fields: FieldStates): FieldReading['state'] {
  const origin = fields[path]?.origin;
  if (state !== 'applied' || (origin !== 'read' && origin !== 'accepted')) return 'beside';
  return origin === 'read' ? 'filled' : 'accepted';
}

interface ReadFrom {
  document_no: string;
  field: string;
}

/** Gives where the cut-out of each of these readings lies; a value that was pieced together has none. */
export async function cutsOf(
  rows: readonly ReadFrom[],
): Promise<(from: ReadFrom) => string | null> {
  const numbers = [...new Set(rows.map(({ document_no }) => document_no))];
  const documents = await documentsOf(db, numbers);
  const readings = new Map(documents.map((document) => [document.no, openReading(document)]));
  return ({ document_no, field }) =>
    readings.get(document_no)?.fields[field]?.box
      ? `/documents/${document_no}/fields/${field}`
      : null;
}
