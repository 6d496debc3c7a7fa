import { documentsOf } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { rulesOfProvince } from '../checks.ts';
import { openForm } from '../drafts/draft.ts';
import { openValue } from '../drafts/readings.ts';
import { materialsFor } from '../materials.ts';
import { picturesOf, readingsOf } from '../queries.ts';
import type { FilingRow } from '../tables.ts';
import type { FieldReading } from './dress.ts';

/** What OCR read, field by field, oldest first. */
export async function fieldReadings(row: FilingRow): Promise<FieldReading[]> {
  const rows = await readingsOf(db, row.id);
  return rows
    .filter(({ state }) => state !== 'undone')
    .map((reading) => ({
      path: reading.path,
      confidence: reading.confidence,
      value: openValue(row, reading),
      crop_url: `/documents/${reading.document_no}/fields/${reading.field}`,
    }));
}

export interface PictureState {
  label: string;
  text: string;
  tone: 'ok' | 'warn' | 'wait';
}

/** How far the reading of each picture is, in words; for the part of the page that renews itself. */
export async function pictureStates(row: FilingRow): Promise<PictureState[]> {
  const form = openForm(row);
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const held = new Set(Object.values(form.materials).flat());
  const pictures = (await picturesOf(db, row.id)).filter(({ document_no }) =>
    held.has(document_no),
  );
  const documents = new Map(
    (
      await documentsOf(
        db,
        pictures.map(({ document_no }) => document_no),
      )
    ).map((one) => [one.no, one]),
  );
  const readings = await readingsOf(db, row.id);
  return pictures.flatMap(({ slot, document_no, reading }) => {
    const document = documents.get(document_no);
    if (!document || document.ocr_status === 'none') return [];
    const label = materials.find((material) => material.slot === slot)?.label ?? '图片';
    const found = readings.filter((one) => one.document_no === document_no);
    return [{ label, ...stateOf(document.ocr_status, document.ocr_progress, reading, found) }];
  });
}

function stateOf(
  status: string,
  progress: number,
  reading: string,
  found: readonly { confidence: number }[],
): Omit<PictureState, 'label'> {
  if (reading === 'wrong_kind')
    return { text: '这张不像是要求的证件，请检查是否传错了位置', tone: 'warn' };
  if (status === 'failed')
    return { text: '没能识别，请在下一步手工填写，或换一张更清晰的照片', tone: 'warn' };
  if (status !== 'done')
    return {
      text: `正在识别${progress > 0 ? ` ${Math.round(progress * 100)}%` : '…'}`,
      tone: 'wait',
    };
  if (found.length === 0)
    return { text: '没有读到内容，请在下一步手工填写，或换一张更清晰的照片', tone: 'warn' };
  const doubtful = found.filter(({ confidence }) => confidence < 0.8).length;
  const text = `读到 ${found.length} 项`;
  return doubtful > 0
    ? { text: `${text}，其中 ${doubtful} 项请核对`, tone: 'warn' }
    : { text, tone: 'ok' };
}
