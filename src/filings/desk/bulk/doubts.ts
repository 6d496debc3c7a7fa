import type { Db } from '../../../platform/db.ts';
import type { ReviewPage } from '../../pages/review-page.ts';
import { filingNumbered } from '../../queries.ts';
import type { CheckLine } from '../check-line.ts';
import { isSettled } from '../settled.ts';

/** What a picture has to confirm before one tick may stand for all lines: who somebody is. */
const IDENTITY = /^entity\.(name|id_number)$|(^|\.)leader\.(name|id_number)$/;

/**
 * Why a filing is not to be passed with one tick: a difference, something a rule says, a name or number that no
 * picture confirms, or that it came back before. Empty: only a person's look at the pictures is missing.
 */
export async function doubtsOf(
  db: Db,
  page: ReviewPage,
  lines: readonly CheckLine[],
): Promise<string[]> {
  const said = lines.flatMap((line) => {
    const { label, tone, verdicts, value, path } = line;
    if (verdicts.length > 0) return verdicts.map(({ text }) => `${label}：${text}`);
    if (tone === 'warn' || tone === 'bad') return [`${label}：与照片识别不一致`];
    const isOpen = value !== '' && tone !== 'ok' && !isSettled(page, line);
    return IDENTITY.test(path) && isOpen ? [`${label}：照片里没有认出，要人工核对`] : [];
  });
  const shown = new Set(lines.flatMap(({ verdicts }) => verdicts.map(({ text }) => text)));
  const elsewhere = page.findings.filter(({ message }) => !shown.has(message));
  return [
    ...(page.marks.length > 0 ? ['以前退回过，要看改得对不对'] : []),
    ...(page.word ? ['客户写了说明'] : []),
    ...(page.kind.decided?.agrees === false ? ['按现在的管局记录应办另一种申请'] : []),
    ...(page.kind.since ? ['管局的记录在提交之后有变化'] : []),
    ...(await pictureDoubts(db, page.filing_no)),
    ...said,
    ...elsewhere.map(({ message }) => message),
  ];
}

async function pictureDoubts(db: Db, filing_no: string): Promise<string[]> {
  const row = await filingNumbered(db, filing_no);
  const pictures = await db('filing_pictures')
    .where({ filing_id: row?.id ?? 0 })
    .whereIn('reading', ['waiting', 'wrong_kind'])
    .select('reading');
  const has = (reading: string) => pictures.some((picture) => picture.reading === reading);
  return [
    ...(has('waiting') ? ['图片还在识别，请稍后再来'] : []),
    ...(has('wrong_kind') ? ['有图片像是放错了位置'] : []),
  ];
}
