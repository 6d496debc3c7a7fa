import type { Db } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import { noteTask } from '../tasks/note-task.ts';
import type { Part } from '../wire/download-data.ts';
import { rectifications, unfiledSites } from '../wire/notices.ts';
import { wholeRecords } from '../wire/whole-record.ts';
import { filingOf } from './filing-of.ts';
import { itemOrder } from './order.ts';
import { ALL_TAKEN, type Applied, type Source } from './source.ts';

/** HSRW: a record that is to be checked with its customer; it awaits an answer. */
export async function applyVerifications(trx: Db, source: Source, part: Part): Promise<Applied> {
  let leftovers = 0;
  for (const [n, record] of wholeRecords(part.node).entries()) {
    const { bureau_id, name } = record.entity;
    if (!bureau_id) {
      leftovers++;
      continue;
    }
    const site = record.services[0]?.name;
    await noteTask(trx, {
      bureau_id: source.bureau.id,
      kind: 'verification',
      key: [bureau_id],
      subject: [maskName(name), site].filter(Boolean).join('，'),
      filing_no: await filingOf(trx, source, 'entity', bureau_id),
      body: record,
      order: itemOrder(source, n),
    });
  }
  return { results: 0, leftovers };
}

/** WBAWZLB: a site without a filing on our lines; it awaits an answer. */
export async function applyUnfiledSites(trx: Db, source: Source, part: Part): Promise<Applied> {
  let leftovers = 0;
  for (const [n, site] of unfiledSites(part.node).entries()) {
    if (!site.id) {
      leftovers++;
      continue;
    }
    await noteTask(trx, {
      bureau_id: source.bureau.id,
      kind: 'unfiled_site',
      key: [site.id],
      subject: site.domain,
      body: site,
      order: itemOrder(source, n),
    });
  }
  return { results: 0, leftovers };
}

/** XGTZ: an entity or a site has something to put right. */
export async function applyRectifications(trx: Db, source: Source, part: Part): Promise<Applied> {
  for (const [n, notice] of rectifications(part.node).entries()) {
    const { what, icp_number, bureau_id, words } = notice;
    await noteTask(trx, {
      bureau_id: source.bureau.id,
      kind: 'rectification',
      key: [what, icp_number, bureau_id, words],
      subject: icp_number || words,
      filing_no: await filingOf(trx, source, what, bureau_id, icp_number),
      body: notice,
      order: itemOrder(source, n),
    });
  }
  return ALL_TAKEN;
}
