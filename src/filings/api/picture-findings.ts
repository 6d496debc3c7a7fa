import { documentsOf, openReading, type Reading } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { nameOf } from '../customer/names.ts';
import { openForm } from '../drafts/draft.ts';
import { takeReadings } from '../drafts/readings.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { filingNumbered } from '../queries.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';

/** Longer than this no answer is kept waiting for pictures to be read. */
const MAX_WAIT_S = 30;
const POLL_MS = 300;

const KINDS: Readonly<Record<Reading['kind'], string>> = {
  id_front: '身份证人像面',
  id_back: '身份证国徽面',
  licence: '营业执照',
  unknown: '别的内容',
};

/** Pictures in which something else was read than their place takes, by the path of the place. Reading takes its time. */
export async function pictureFindings(row: FilingRow): Promise<Finding[]> {
  await takeReadings(row.id);
  const wrong = await db('filing_pictures').where({ filing_id: row.id, reading: 'wrong_kind' });
  if (wrong.length === 0) return [];
  const form = openForm(row);
  const province = await rulesOfProvince(form.entity.province_code);
  const documents = await documentsOf(
    db,
    wrong.map(({ document_no }) => document_no),
  );
  return wrong.map(({ slot, document_no }) => {
    const document = documents.find(({ no }) => no === document_no);
    const kind = KINDS[(document && openReading(document)?.kind) ?? 'unknown'];
    const path = `materials.${slot}`;
    const message = `这张图片像是${kind}，这里要的是“${nameOf(path, form, province)}”`;
    const suggestion = '请换成正确的图片，否则会被退回';
    return { code: 'wrong_picture', path, severity: 'warn', message, suggestion };
  });
}

/** Seconds that a sender is ready to wait, from `Prefer: wait=20` (RFC 7240 §4.3); 0 when he said nothing. */
export function waitOf(prefer: string | undefined): number {
  return Math.min(Number(/(?:^|[,;\s])wait=(\d{1,3})/.exec(prefer ?? '')?.[1] ?? 0), MAX_WAIT_S);
}

/** The answer with what was read in the pictures by now, or within so many seconds. */
export async function withReadings(filed: unknown, seconds: number): Promise<unknown> {
  if (!isFiled(filed)) return filed;
  const row = await filingNumbered(db, filed.filing_no);
  if (!row) return filed;
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until && (await takeReadings(row.id)).waiting > 0)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return { ...filed, findings: [...filed.findings, ...(await pictureFindings(row))] };
}

function isFiled(answer: unknown): answer is { filing_no: string; findings: Finding[] } {
  return (
    typeof answer === 'object' && answer !== null && 'filing_no' in answer && 'findings' in answer
  );
}
