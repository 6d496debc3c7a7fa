import {
  type DocumentKind,
  type DocumentRow,
  documentsOf,
  openReading,
} from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { openForm } from '../drafts/draft.ts';
import { isPortrait } from '../drafts/reading-paths.ts';
import { materialsFor } from '../materials.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { picturesOf, readingsOf } from '../queries.ts';
import type { FilingRow } from '../tables.ts';
import { SURE } from './dress.ts';

export interface PictureState {
  slot: string;
  document_no: string;
  label: string;
  text: string;
  tone: 'ok' | 'warn' | 'wait';
  /** What is wrong with the picture itself, to be said at its place; null when nothing is. */
  problem: string | null;
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
    return [{ slot, document_no, label, ...stateOf(document, reading, found, label) }];
  });
}

type Said = Omit<PictureState, 'label' | 'slot' | 'document_no'>;

function stateOf(
  document: DocumentRow,
  reading: string,
  found: readonly { confidence: number }[],
  label: string,
): Said {
  const { ocr_status, ocr_progress } = document;
  if (reading === 'wrong_kind') return wrong(wrongKind(document, label));
  if (isPortrait(document.purpose)) return { text: '已上传', tone: 'ok', problem: null };
  if (ocr_status === 'failed') return wrong('没能识别，请在下一步手工填写，或换一张更清晰的照片');
  if (ocr_status !== 'done' || reading === 'waiting') {
    const share = ocr_progress > 0 ? ` ${Math.round(ocr_progress * 100)}%` : '…';
    return { text: `正在识别${share}`, tone: 'wait', problem: null };
  }
  if (found.length === 0) return wrong('没有读到内容，请在下一步手工填写，或换一张更清晰的照片');
  const doubtful = found.filter(({ confidence }) => confidence < SURE).length;
  const text = `读到 ${found.length} 项`;
  return doubtful > 0
    ? { text: `${text}，其中 ${doubtful} 项请核对`, tone: 'warn', problem: null }
    : { text, tone: 'ok', problem: null };
}

const wrong = (problem: string): Said => ({ text: problem, tone: 'warn', problem });

const KINDS: Readonly<Record<DocumentKind, string>> = {
  id_front: '身份证人像面',
  id_back: '身份证国徽面',
  licence: '营业执照',
  unknown: '别的证件',
};

function wrongKind(document: DocumentRow, label: string): string {
  const kind = openReading(document)?.kind ?? 'unknown';
  return `这张像是${KINDS[kind]}，这里要的是“${label}”，请换一张`;
}
