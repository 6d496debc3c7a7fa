import type { Db } from '../../platform/db.ts';
import { fromUint32 } from '../wire/ipv4.ts';
import type { WholeEntity, WholeRecord, WholeService } from '../wire/whole-record.ts';
import { type ServiceFound, servicesOf } from './find.ts';
import { openEntity, openService } from './seals.ts';
import type { AccessIpRow, AccessRow, ServiceRow } from './tables.ts';

/** A filed record with what each of its services is found by. */
export interface EntityRecord {
  bureau_id: number;
  entity: WholeEntity;
  services: (WholeService & { found: ServiceFound })[];
}

/**
 * The whole record of a filed entity, opened: what a change starts from. Services and accesses that were cancelled
 * are left out. Its words are those of the record kinds (kinds/), so that a change takes it as it is.
 */
export async function entityRecord(
  db: Db,
  entity_no: string,
): Promise<(WholeRecord & { bureau_id: number }) | undefined> {
  const record = await entityFound(db, entity_no);
  return record && { ...record, services: record.services.map(({ found: _, ...one }) => one) };
}

/** As `entityRecord`, with what each service is found by. */
export async function entityFound(db: Db, entity_no: string): Promise<EntityRecord | undefined> {
  const row = await db('filing_entities').where({ entity_no }).first();
  if (!row) return undefined;
  const services: EntityRecord['services'] = [];
  for (const found of await servicesOf(db, row)) {
    if (!found.is_live) continue;
    const live = new Set(
      found.accesses.filter((one) => one.is_live).map((one) => one.bureau_access_id),
    );
    const service = await serviceRecord(db, found.service_no);
    if (!service) continue;
    const accesses = service.accesses.filter(({ bureau_id }) => live.has(bureau_id));
    services.push({ ...service, accesses, found });
  }
  return { bureau_id: row.bureau_id, entity: openEntity(row), services };
}

/** A filed service as its newest version has it, opened. */
export async function serviceRecord(db: Db, service_no: string): Promise<WholeService | undefined> {
  const row = await db('filing_services').where({ service_no }).first();
  return row && (await openedServices(db, [row])).get(service_no);
}

/** These services, opened, by their numbers; three queries for all of them. */
export async function openedServices(
  db: Db,
  rows: readonly ServiceRow[],
): Promise<Map<string, WholeService>> {
  const all = rows.map(({ service_no }) => service_no);
  const domains = byService(
    await db('filing_service_domains').whereIn('service_no', all).orderBy('id'),
  );
  const accesses = byService(await db('filing_accesses').whereIn('service_no', all).orderBy('id'));
  const ips = byService(await db('filing_access_ips').whereIn('service_no', all).orderBy('id'));
  return new Map(
    rows.map((row) => [
      row.service_no,
      {
        ...openService(row),
        domains: (domains.get(row.service_no) ?? []).map((one) => ({
          bureau_id: one.bureau_domain_id,
          our_id: one.our_id ?? '',
          domain: one.written ?? one.domain,
        })),
        accesses: (accesses.get(row.service_no) ?? []).map((one) =>
          openAccess(one, ips.get(row.service_no) ?? []),
        ),
      },
    ]),
  );
}

function byService<T extends { service_no: string }>(parts: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const part of parts) {
    const known = found.get(part.service_no);
    if (known) known.push(part);
    else found.set(part.service_no, [part]);
  }
  return found;
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
