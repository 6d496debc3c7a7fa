import type { Db } from '../../platform/db.ts';
import { noteBlock } from '../blocklist/note-block.ts';
import { noteMentions } from '../blocklist/site-mentions.ts';
import { certificateIndex } from '../registry/seals.ts';
import type { Part } from '../wire/download-data.ts';
import { illegalAccesses, type ListedSite, listedEntities, listedSites } from '../wire/notices.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';

/** HMDLB: entities by their certificate, sites by each of their domains. */
export async function applyBlocklist(trx: Db, source: Source, part: Part): Promise<Applied> {
  const { id: bureau_id } = source.bureau;
  let leftovers = 0;
  for (const [n, one] of listedEntities(part.node).entries()) {
    if (!one) {
      leftovers++;
      continue;
    }
    const { name, id_type, id_number, remark, is_listed } = one;
    const certificate_index = certificateIndex({ id_type, id_number });
    await noteBlock(trx, {
      bureau_id,
      list: 'entity',
      key: [certificate_index],
      is_listed,
      certificate_index,
      body: { name, remark, id_type, id_number },
      order: itemOrder(source, n),
    });
  }
  for (const [n, one] of listedSites(part.node).entries()) {
    if (!one) {
      leftovers++;
      continue;
    }
    await noteSite(trx, bureau_id, one, itemOrder(source, n));
  }
  return { results: 0, leftovers };
}

/** A line for each domain; then what a change leaves out is taken off, in whatever order the files have come. */
async function noteSite(
  trx: Db,
  bureau_id: number,
  site: ListedSite,
  order: string,
): Promise<void> {
  const { name, domains, remark, operation } = site;
  for (const domain of domains) {
    await noteBlock(trx, {
      bureau_id,
      list: 'site',
      key: [domain],
      is_listed: operation !== 'remove',
      domain,
      body: { name, remark },
      order,
    });
  }
  await noteMentions(trx, { bureau_id, domains, operation, order });
}

/** FFJRHMD: domains and addresses that somebody gives access to without a filing. */
export async function applyIllegalAccess(trx: Db, source: Source, part: Part): Promise<Applied> {
  const { id: bureau_id } = source.bureau;
  let leftovers = 0;
  for (const [n, one] of illegalAccesses(part.node).entries()) {
    if (!one) {
      leftovers++;
      continue;
    }
    const { id, domain, ip, is_listed, remark } = one;
    await noteBlock(trx, {
      bureau_id,
      list: 'illegal_access',
      key: [id],
      is_listed,
      domain,
      ip,
      body: { name: domain, remark },
      order: itemOrder(source, n),
    });
  }
  return { results: 0, leftovers };
}
