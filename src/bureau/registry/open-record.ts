import type { Db } from '../../platform/db.ts';
import { fromUint32 } from '../wire/ipv4.ts';
import type { WholeEntity, WholeRecord, WholeService } from '../wire/whole-record.ts';
import { servicesOf } from './find.ts';
import { openEntity, openService } from './seals.ts';
import type { AccessIpRow, AccessRow } from './tables.ts';

/**
 * The whole record of a filed entity, opened: what a change starts from. Services and accesses that were cancelled
 * are left out. Its words are those of the record kinds (kinds/), so that a change takes it as it is.
 */
export async function entityRecord(
  db: Db,
  entity_no: string,
): Promise<(WholeRecord & { bureau_id: number }) | undefined> {
  const row = await db('filing_entities').where({ entity_no }).first();
  if (!row) return undefined;
  const services: WholeService[] = [];
  for (const found of await servicesOf(db, row)) {
    if (!found.is_live) continue;
    const live = new Set(
      found.accesses.filter((one) => one.is_live).map((one) => one.bureau_access_id),
    );
    const service = await serviceRecord(db, found.service_no);
    if (!service) continue;
    const accesses = service.accesses.filter(({ bureau_id }) => live.has(bureau_id));
    services.push({ ...service, accesses });
  }
  return { bureau_id: row.bureau_id, entity: openEntity(row), services };
}

/** A filed service as its newest version has it, opened. */
export async function serviceRecord(db: Db, service_no: string): Promise<WholeService | undefined> {
  const row = await db('filing_services').where({ service_no }).first();
  if (!row) return undefined;
  const domains = await db('filing_service_domains').where({ service_no }).orderBy('id');
  const accesses = await db('filing_accesses').where({ service_no }).orderBy('id');
  const ips = await db('filing_access_ips').where({ service_no }).orderBy('id');
  return {
    ...openService(row),
    domains: domains.map((one) => ({
      bureau_id: one.bureau_domain_id,
      our_id: one.our_id ?? '',
      domain: one.written ?? one.domain,
    })),
    accesses: accesses.map((one) => openAccess(one, ips)),
  };
}

function openAccess(row: AccessRow, ips: AccessIpRow[]): WholeService['accesses'][number] {
  const { bureau_access_id } = row;
  // Written by keepRecord.
  const place = JSON.parse(row.place_json) as { methods: string[]; locations: string[] };
  return {
    bureau_id: bureau_access_id,
    our_id: row.our_id ?? '',
    provider_id: row.provider_id,
    ...place,
    ips: ips
      .filter((ip) => ip.bureau_access_id === bureau_access_id)
      .map((ip) => ({
        bureau_ip_id: ip.bureau_ip_id,
        our_id: ip.our_id ?? '',
        first: fromUint32(String(ip.first_ip)) ?? '',
        last: fromUint32(String(ip.last_ip)) ?? '',
      })),
  };
}

/** The filed entity that a filing of ours led to, or that it is about. */
export async function entityOfFiling(
  db: Db,
  filing_no: string,
): Promise<{ entity_no: string; entity: WholeEntity } | undefined> {
  const row = await db('filing_entities').where({ subject: filing_no }).first();
  return row && { entity_no: row.entity_no, entity: openEntity(row) };
}
