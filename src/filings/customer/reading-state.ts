import { type DocumentRow, documentsOf } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { openForm } from '../drafts/draft.ts';
import { materialsFor } from '../materials.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { picturesOf, readingsOf } from '../queries.ts';
import type { FilingRow } from '../tables.ts';
import { SURE } from './dress.ts';
import { fieldReadings } from './readings.ts';
import { stepsOf } from './steps.ts';

export interface PictureState {
  slot: string;
  label: string;
  text: string;
  tone: 'ok' | 'warn' | 'wait';
}

/** The part of a form page that renews itself while pictures are read, or may come from the phone. */
export interface ReadingState {
  filing_no: string;
  step_key: string;
  version: number;
  pictures: PictureState[];
  /** Pictures that are still being read. */
  waiting: number;
  /** Fields of this page that OCR filled and nobody has looked at. */
  filled: number;
  /** How often to ask again, in seconds; null: nothing more will come. */
  every: number | null;
}

export async function readingState(row: FilingRow, step_key: string): Promise<ReadingState> {
  const of_pictures = step_key === 'pictures';
  const pictures = await pictureStates(row);
  const waiting = pictures.filter(({ tone }) => tone === 'wait').length;
  const step = stepsOf(openForm(row)).find(({ key }) => key === step_key);
  const filled = (await fieldReadings(row)).filter(
    ({ path, state }) => state === 'filled' && step?.owns(path),
  );
  const from_phone = of_pictures || step_key === 'materials';
  return {
    ...{ filing_no: row.filing_no, step_key, version: row.version, waiting },
    pictures: of_pictures ? pictures : [],
    filled: new Set(filled.map(({ path }) => path)).size,
    every: waiting > 0 ? 2 : from_phone ? 4 : null,
  };
}

/** How far the reading of each picture is, in words. */
export async function pictureStates(row: FilingRow): Promise<PictureState[]> {
  const form = openForm(row);
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const held = new Set(Object.values(form.materials).flat());
  const pictures = (await picturesOf(db, row.id)).filter((one) => held.has(one.document_no));
  const rows = await documentsOf(
    db,
    pictures.map(({ document_no }) => document_no),
  );
  const documents = new Map(rows.map((document) => [document.no, document]));
  const readings = await readingsOf(db, row.id);
  return pictures.flatMap(({ slot, document_no, reading }) => {
    const document = documents.get(document_no);
    if (!document || document.ocr_status === 'none') return [];
    const label = materials.find((material) => material.slot === slot)?.label ?? '图片';
    const found = readings.filter((one) => one.document_no === document_no);
    return [{ slot, label, ...stateOf(document, reading, found) }];
  });
}

function stateOf(
  { ocr_status, ocr_progress }: DocumentRow,
  reading: string,
  found: readonly { confidence: number }[],
): Omit<PictureState, 'label' | 'slot'> {
  if (reading === 'wrong_kind')
    return { text: '这张不像是要求的证件，请检查是否传错了位置', tone: 'warn' };
  if (ocr_status === 'failed')
    return { text: '没能识别，请在下一步手工填写，或换一张更清晰的照片', tone: 'warn' };
  if (ocr_status !== 'done' || reading === 'waiting') {
    const share = ocr_progress > 0 ? ` ${Math.round(ocr_progress * 100)}%` : '…';
    return { text: `正在识别${share}`, tone: 'wait' };
  }
  if (found.length === 0)
    return { text: '没有读到内容，请在下一步手工填写，或换一张更清晰的照片', tone: 'warn' };
  const doubtful = found.filter(({ confidence }) => confidence < SURE).length;
  const text = `读到 ${found.length} 项`;
  return doubtful > 0
    ? { text: `${text}，其中 ${doubtful} 项请核对`, tone: 'warn' }
    : { text, tone: 'ok' };
}
