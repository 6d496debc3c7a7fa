import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { readBody } from '../bodies.ts';
import { addInbox } from '../inbox.ts';
import type { BureauRow, DownloadRow } from '../tables.ts';
import { type Download, type Part, readDownload } from '../wire/download-data.ts';
import { unpackDownload } from '../wire/envelope.ts';
import { applyCancelled } from './apply-cancelled.ts';
import { applyChecks, applyIpChecks } from './apply-checks.ts';
import { applyCodes } from './apply-codes.ts';
import { applyBlocklist, applyIllegalAccess } from './apply-lists.ts';
import { applyPublished } from './apply-published.ts';
import { applyRectifications, applyUnfiledSites, applyVerifications } from './apply-requests.ts';
import { applyResourceResults } from './apply-resources.ts';
import { applyResults } from './apply-results.ts';
import { applyResync } from './apply-resync.ts';
import { fileOrder } from './order.ts';
import type { Applied, Source } from './source.ts';
import { isTooEarly } from './too-early.ts';

type Apply = (trx: Db, source: Source, part: Part) => Promise<Applied>;

/** What each kind of content does. A kind that is not here goes to the inbox, whole. */
const APPLY: Record<string, Apply> = {
  BAJG: applyResults,
  GJSHS: applyResults,
  BASJ: applyPublished,
  ZXSJ: applyCancelled,
  HMDLB: applyBlocklist,
  FFJRHMD: applyIllegalAccess,
  WBAWZLB: applyUnfiledSites,
  HSRW: applyVerifications,
  HCJG: applyChecks,
  XGTZ: applyRectifications,
  'IP.BAJG': applyResourceResults,
  'IP.HCJG': applyIpChecks,
  'YM.BAJG': applyResourceResults,
  JCDM: applyCodes,
  'SJTB.JCDM': applyCodes,
  'SJTB.ICP': applyResync,
  'SJTB.IP': applyResync,
  'SJTB.YM': applyResync,
};

/** Why what is left of a part is kept for a person. */
const LEFT_OVER: Record<string, string> = {
  BAJG: '不属于本系统的任何备案',
  GJSHS: '不属于本系统的任何备案',
  ZXSJ: '注销类别或编号读不懂',
};
const INCOMPLETE = '缺少编号等必要内容，无法处理';

/**
 * Understands a stored file, once: results and `applied_at` are one transaction, so doing it again changes nothing.
 * undefined: it speaks of a file of ours whose answer was lost; it waits until that is cleared up.
 */
export async function applyDownload(
  bureau: BureauRow,
  download: DownloadRow,
): Promise<{ kinds: string; results: number } | undefined> {
  const zip = await readBody(db, download.download_no, download.zip_bytes);
  try {
    return await apply(bureau, download, zip);
  } catch (error) {
    if (isTooEarly(error)) return undefined;
    if (!isAboutContent(error)) throw error;
    // One strange file must not stand before all that come after it.
    log.error('download not understood', { download: download.download_no, error });
    return setAside(bureau, download);
  }
}

/** A bug of ours that this content has found, or a value that fits no column; not a database that is away. */
function isAboutContent(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'KnexTimeoutError') return false;
  if (!('errno' in error)) return true;
  const TOO_LONG_OR_STRANGE = [1264, 1265, 1292, 1366, 1406];
  return TOO_LONG_OR_STRANGE.includes(Number(error.errno));
}

async function setAside(bureau: BureauRow, download: DownloadRow) {
  await inTransaction(async (trx) => {
    const claimed = await trx('bureau_downloads')
      .where({ id: download.id, applied_at: null })
      .update({ applied_at: now() });
    if (claimed !== 1) return;
    await keep(
      trx,
      { bureau, download },
      { kind: '无法处理', items: 1 },
      '处理时出错，请联系技术支持',
    );
  });
  return { kinds: '', results: 0 };
}

async function apply(
  bureau: BureauRow,
  download: DownloadRow,
  zip: Buffer,
): Promise<{ kinds: string; results: number }> {
  const read = await readLeniently(zip);
  const kinds = [...new Set(read.parts.map(({ kind }) => kind))].join(',').slice(0, 100);
  const results = await inTransaction(async (trx) => {
    const { count, names } = read.unknown;
    const seen = { kinds, unknown: count, unknown_names: names.join(' ').slice(0, 300) };
    const claimed = await trx('bureau_downloads')
      .where({ id: download.id, applied_at: null })
      .update({ ...seen, applied_at: now() });
    if (claimed !== 1) return 0;
    const order = fileOrder(download);
    const sources = read.parts.map((part, n) => ({
      part,
      source: { bureau, download, order, part: n },
    }));
    if (read.fault)
      await keep(trx, { bureau, download }, { kind: '无法识别', items: 1 }, read.fault);
    let written = 0;
    // What was decided comes before what it led to, however the bureau has put them into the file.
    for (const { source, part } of decisionsFirst(sources)) {
      written += await applyPart(trx, source, part);
    }
    await trx('bureau_downloads').where({ id: download.id }).update({ results: written });
    return written;
  });
  return { kinds, results };
}

function decisionsFirst<T extends { part: Part }>(parts: T[]): T[] {
  const isDecision = ({ part }: T) => part.kind === 'BAJG' || part.kind === 'GJSHS';
  return [...parts.filter(isDecision), ...parts.filter((one) => !isDecision(one))];
}

async function readLeniently(zip: Buffer): Promise<Download & { fault?: string }> {
  try {
    return readDownload((await unpackDownload(zip)).xml);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 150) : 'unknown';
    return { parts: [], unknown: { count: 0, names: [] }, fault: `文件读不懂：${why}` };
  }
}

async function applyPart(trx: Db, source: Source, part: Part): Promise<number> {
  const apply = APPLY[part.kind];
  if (!apply) {
    await keep(trx, source, part, '本系统尚不处理这类内容');
    return 0;
  }
  const { results, leftovers } = await apply(trx, source, part);
  if (leftovers > 0) {
    await keep(
      trx,
      source,
      { kind: part.kind, items: leftovers },
      LEFT_OVER[part.kind] ?? INCOMPLETE,
    );
  }
  return results;
}

async function keep(
  trx: Db,
  { bureau, download }: Pick<Source, 'bureau' | 'download'>,
  { kind, items }: { kind: string; items: number },
  reason: string,
): Promise<void> {
  await addInbox(trx, {
    bureau_id: bureau.id,
    download_id: download.id,
    body_no: download.download_no,
    kind: kind.slice(0, 20),
    items,
    reason,
  });
}
