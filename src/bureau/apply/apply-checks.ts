import type { Db } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import { noteTask, type Told } from '../tasks/note-task.ts';
import {
  type AccessCheck,
  accessChecks,
  type EntityCheck,
  entityChecks,
  lifeChecks,
  type SiteCheck,
  shellChecks,
} from '../wire/check-data.ts';
import type { Part } from '../wire/download-data.ts';
import { type IpCheck, ipChecks } from '../wire/ip-data.ts';
import { filingOf } from './filing-of.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';

/** A finding before it has its place: which task it makes, none when it is not understood. */
type Found = Omit<Told, 'bureau_id' | 'order'> | undefined;

/** HCJG: entities that do not agree, accesses filed too much or too little, sites that are shells or dead. */
export async function applyChecks(trx: Db, source: Source, part: Part): Promise<Applied> {
  const found: Found[] = [];
  for (const one of entityChecks(part.node)) found.push(await fromEntity(trx, source, one));
  for (const one of accessChecks(part.node)) found.push(await fromAccess(trx, source, one));
  for (const one of shellChecks(part.node))
    found.push(await fromSite(trx, source, 'shell_site', one));
  for (const one of lifeChecks(part.node)) {
    found.push(await fromSite(trx, source, 'site_liveness', one));
  }
  return noteAll(trx, source, found);
}

/** IP.HCJG: addresses filed outside of what was given to us, filed by two, or by nobody. */
export function applyIpChecks(trx: Db, source: Source, part: Part): Promise<Applied> {
  return noteAll(trx, source, ipChecks(part.node).map(fromIp));
}

async function noteAll(trx: Db, source: Source, found: Found[]): Promise<Applied> {
  const bureau_id = source.bureau.id;
  for (const [n, one] of found.entries()) {
    if (one) await noteTask(trx, { ...one, bureau_id, order: itemOrder(source, n) });
  }
  return { results: 0, leftovers: found.filter((one) => !one).length };
}

async function fromEntity(trx: Db, source: Source, check: EntityCheck): Promise<Found> {
  const { bureau_id, name } = check;
  if (!bureau_id) return undefined;
  return {
    kind: 'entity_check',
    key: [bureau_id],
    subject: maskName(name) || bureau_id,
    filing_no: await filingOf(trx, source, 'entity', bureau_id),
    body: check,
  };
}

async function fromAccess(trx: Db, source: Source, check: AccessCheck): Promise<Found> {
  const { found, bureau_service_id, icp_number, domain, ip, bureau_access_id } = check;
  if (!found || !bureau_service_id) return undefined;
  const isOver = found === 'over';
  return {
    kind: isOver ? 'over_reported' : 'under_reported',
    key: isOver ? [bureau_service_id, bureau_access_id] : [bureau_service_id, domain, ip],
    subject: domain || icp_number || bureau_service_id,
    filing_no: await filingOf(trx, source, 'service', bureau_service_id, icp_number),
    body: check,
  };
}

async function fromSite(
  trx: Db,
  source: Source,
  kind: 'shell_site' | 'site_liveness',
  check: SiteCheck,
): Promise<Found> {
  const { bureau_service_id, icp_number, is_dead } = check;
  if (!bureau_service_id) return undefined;
  return {
    kind,
    key: [bureau_service_id],
    subject: icp_number || bureau_service_id,
    filing_no: await filingOf(trx, source, 'service', bureau_service_id, icp_number),
    body: check,
    settled: is_dead ? undefined : '管局核查：网站存活',
  };
}

const IP_KINDS = {
  out_of_range: 'ip_out_of_range',
  conflict: 'ip_conflict',
  unreported: 'ip_unreported',
} as const;

function fromIp(check: IpCheck): Found {
  const { found, bureau_id, range, other, other_unit, type } = check;
  if (!range.first || !range.last) return undefined;
  return {
    kind: IP_KINDS[found],
    key: [bureau_id, range.first, range.last, other.first, other.last, other_unit, type],
    subject: range.first === range.last ? range.first : `${range.first} - ${range.last}`,
    body: check,
  };
}
