import { join } from 'node:path';
import { type Bench, type Finding, finding } from './checks/finding.ts';
import { findIllegal } from './checks/illegal.ts';
import { collect, reportedBy } from './checks/reported.ts';
import { fromGbk } from './codec.ts';
import { demandedOf } from './demanded.ts';
import { queueFile } from './download.ts';
import { publish } from './emit/publish.ts';
import { bajg, type RecordResult } from './emit/results.ts';
import { takeDomainFile, takeIpFile } from './ip-files.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { addRequest } from './requests.ts';
import { validate } from './schema.ts';
import type { Upload } from './state.ts';
import { uploadFile } from './upload.ts';
import type { World } from './world.ts';
import { child, children, group, type Node, parseXml, text } from './xml.ts';

const VERSION = 'V.3.0';
const LIMIT = 1000;

/**
 * The content phase of one accepted file: schema (5001, 5002), version (5004), unit (5003), then
 * each record by itself. What comes of it is queued for download together with the file's new state.
 */
export async function checkUpload(world: World, upload: Upload, schemas: boolean): Promise<void> {
  const { file, strange } = arrived(world, upload);
  const says = schemas && !strange ? await officialFaults(world, file) : '';
  // Said to be lost while the schema was asked: then it was never worked on.
  if (upload.status !== 'received') return;
  const root = strange ? undefined : readFile(world.store.get(file));
  const wrong = strange
    ? { code: 5001, words: strange }
    : (demandedOf(world, 'file_code')[0] ?? fileFinding(upload, root, says));
  upload.status = 'checked';
  if (wrong || !root) {
    const findings = [wrong ?? finding(5001, upload.file_name)];
    upload.codes = findings.map(({ code }) => code);
    const czlx = Math.min(OPERATIONS.find((o) => child(root, 'ICP', o.wire))?.czlx(root!) ?? 1, 7);
    queueFile(world, upload.isp_id, 'BAJG', group('ICP', bajg([{ findings, czlx, mark: '' }])));
  } else {
    const [kind] = root.children;
    if (kind?.name === 'IP') takeIpFile(world, upload, kind);
    else if (kind?.name === 'YM') takeDomainFile(world, upload, kind);
    else takeRecords(world, upload, kind);
  }
  world.commit();
}

function officialFaults({ settings, store }: World, file: string): Promise<string> {
  return validate(join(settings.schemas, 'upload.xsd'), join(store.dir, file));
}

/** Where the file lies in words of V3.0; `strange`: it is not in the words of this bureau's profile. */
function arrived({ speech, store }: World, upload: Upload): { file: string; strange?: string } {
  const file = uploadFile(upload, 'xml');
  const official = speech.official?.(store.get(file));
  if (official === undefined) return { file };
  if (typeof official === 'string') return { file, strange: official };
  store.put(uploadFile(upload, 'official.xml'), official);
  return { file: uploadFile(upload, 'official.xml') };
}

function readFile(bytes: Buffer): Node | undefined {
  const head = bytes.subarray(0, 200).toString('latin1');
  // The declaration is part of the format: a file that claims another encoding is not in it.
  if (!/^<\?xml [^>]*encoding=["']GBK["']/i.test(head)) return undefined;
  try {
    return parseXml(fromGbk(bytes));
  } catch {
    return undefined;
  }
}

/** What is wrong with the file as a whole; Dmms of 5001 is the file's name. */
function fileFinding(upload: Upload, root: Node | undefined, says: string): Finding | undefined {
  const broken = { code: 5001, words: upload.file_name };
  if (root?.name !== 'UploadData' || root.children.length !== 1) return broken;
  if (says) return /attribute '.*not allowed/.test(says) ? { ...broken, code: 5002 } : broken;
  if (root.attributes['version'] !== VERSION) {
    return { code: 5004, words: `接口版本错误，当前接口版本为“${VERSION}”` };
  }
  const [kind] = root.children;
  const unit = text(kind, 'Qqdwid');
  if (Number(unit) !== upload.isp_id) return finding(5003, unit);
  const count = (kind?.children ?? []).reduce((sum, op) => sum + op.children.length, 0);
  return count > LIMIT ? finding(5999, `单个文件超过${LIMIT}条`) : undefined;
}

function takeRecords(world: World, upload: Upload, kind: Node | undefined): void {
  const account = world.account(upload.isp_id)!;
  const bench = { world, account, reported: reportedBy(world, account.isp_id) };
  const results = OPERATIONS.flatMap((operation) =>
    children(child(kind, operation.wire), operation.element).flatMap((item) =>
      takeRecord(bench, upload, operation, item),
    ),
  );
  upload.codes = [...new Set(results.flatMap((r) => r.findings.map(({ code }) => code)))];
  if (results.length) queueFile(world, upload.isp_id, 'BAJG', group('ICP', bajg(results)));
}

/** One record: refused with all its faults at once, done at once, or on its way without a word. */
function takeRecord(
  bench: Bench,
  upload: Upload,
  operation: Operation,
  item: Node,
): RecordResult[] {
  const { world } = bench;
  const illegal = findIllegal(item, world.speech.charset);
  const demanded = demandedOf(world, 'data_code');
  const checked = () => (illegal.length ? illegal : operation.check(bench, item));
  const findings = demanded.length ? demanded : checked();
  const request = addRequest(world, upload, operation, item, findings);
  const czlx = operation.czlx(item);
  const mark = operation.mark(item);
  if (findings.length) return [{ findings, czlx, mark }];
  if (operation.wire !== 'BGBA' && !operation.isSilent) collect(item, bench.reported, true);
  if (request.status !== 'closed') return [];
  request.codes = operation.isSilent ? [] : [finding(operation.wire === 'XZHYD' ? 1060 : 1001)];
  publish(world, upload.isp_id, '', operation.approve(world, item, upload.isp_id));
  return operation.isSilent ? [] : [{ findings: request.codes, czlx, mark }];
}
