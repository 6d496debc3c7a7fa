import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { publicNo } from '../../platform/ids.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { WholeEntity, WholeRecord, WholeService } from '../wire/whole-record.ts';
import { importedEntity, importedService, moveServices } from './imported.ts';
import { certificateIndex, sealEntity, sealService } from './seals.ts';
import { versionKey } from './versions.ts';

/** Where a version came from: the bureau, the order of its place in the files, and the filings of ours it names. */
export interface Origin {
  bureau_id: number;
  order: string;
  /** Part ('entity', 'services.0') of the record → number of the filing of ours. */
  subjects?: Map<string, string>;
}

/** Keeps a published record: of entity and services each the newest version. Gives whether anything was newer. */
export async function keepRecord(trx: Db, origin: Origin, record: WholeRecord): Promise<boolean> {
  const { entity, services } = record;
  let isNewer = await keepEntity(trx, origin, entity, origin.subjects?.get('entity'));
  for (const [n, service] of services.entries()) {
    const subject = origin.subjects?.get(`services.${n}`);
    const kept = await keepService(trx, origin, service, { entity, subject });
    isNewer = kept || isNewer;
  }
  return isNewer;
}

async function keepEntity(
  trx: Db,
  { bureau_id, order }: Origin,
  entity: WholeEntity,
  subject: string | undefined,
): Promise<boolean> {
  const bureau_entity_id = idOf(entity.bureau_id);
  if (!bureau_entity_id) return false;
  const version_key = versionKey(entity.changed, order);
  const key = { bureau_id, bureau_entity_id };
  const kept =
    (await trx('filing_entities').where(key).forUpdate().first()) ??
    (await importedEntity(trx, bureau_id, entity));
  if (kept && kept.version_key >= version_key) {
    const missing = missingIn(kept, { our_id: entity.our_id, subject });
    if (missing) await trx('filing_entities').where({ id: kept.id }).update(missing);
    return false;
  }
  const entity_no = kept?.entity_no ?? publicNo('ZT');
  const row = {
    our_id: idOf(entity.our_id) || kept?.our_id || null,
    subject: subject ?? kept?.subject ?? null,
    icp_number: entity.icp_number.slice(0, 128) || null,
    certificate_index: certificateIndex(entity),
    record_sealed: sealEntity(entity_no, entity),
    version_key,
    noted_at: now(),
  };
  if (kept) {
    await trx('filing_entities')
      .where({ id: kept.id })
      .update({ ...key, ...row });
    await moveServices(trx, bureau_id, kept.bureau_entity_id, bureau_entity_id);
  } else await trx('filing_entities').insert({ ...key, entity_no, ...row });
  return true;
}

async function keepService(
  trx: Db,
  { bureau_id, order }: Origin,
  service: WholeService,
  { entity, subject }: { entity: WholeEntity; subject: string | undefined },
): Promise<boolean> {
  const bureau_service_id = idOf(service.bureau_id);
  if (!bureau_service_id) return false;
  const version_key = versionKey(service.changed, order);
  const key = { bureau_id, bureau_service_id };
  const kept =
    (await trx('filing_services').where(key).forUpdate().first()) ??
    (await importedService(trx, bureau_id, service));
  if (kept && kept.version_key >= version_key) {
    const missing = missingIn(kept, { our_id: service.our_id, subject });
    if (missing) await trx('filing_services').where({ id: kept.id }).update(missing);
    return false;
  }
  const service_no = kept?.service_no ?? publicNo('WZ');
  const row = {
    bureau_entity_id: idOf(entity.bureau_id),
    our_id: idOf(service.our_id) || kept?.our_id || null,
    subject: subject ?? kept?.subject ?? null,
    icp_number: service.icp_number.slice(0, 128) || null,
    record_sealed: sealService(service_no, service),
    version_key,
    noted_at: now(),
  };
  if (kept)
    await trx('filing_services')
      .where({ id: kept.id })
      .update({ ...key, ...row });
  else await trx('filing_services').insert({ ...key, service_no, ...row });
  if (kept) await dropParts(trx, service_no);
  await insertParts(trx, service_no, service);
  return true;
}

interface Ours {
  our_id: string | null;
  subject: string | null;
}

/** An older version may still tell our number, or the filing of ours: the bureau repeats them to whom they belong only. */
function missingIn(
  kept: Ours,
  told: { our_id: string; subject: string | undefined },
): Ours | undefined {
  const our_id = kept.our_id ?? (idOf(told.our_id) || null);
  const subject = kept.subject ?? told.subject ?? null;
  return our_id === kept.our_id && subject === kept.subject ? undefined : { our_id, subject };
}

/** The newest version is the whole truth: what it leaves out is no longer filed. */
export async function dropParts(trx: Db, service_no: string): Promise<void> {
  await trx('filing_service_domains').where({ service_no }).delete();
  await trx('filing_accesses').where({ service_no }).delete();
  await trx('filing_access_ips').where({ service_no }).delete();
}

/** Writes the rows of a service's domains, accesses and addresses. */
export async function insertParts(
  trx: Db,
  service_no: string,
  service: WholeService,
): Promise<void> {
  const domains = service.domains.map(({ bureau_id, our_id, domain }) => ({
    service_no,
    bureau_domain_id: idOf(bureau_id),
    our_id: idOf(our_id) || null,
    domain: plainDomain(domain).slice(0, 255),
    written: domain.slice(0, 255),
  }));
  const accesses = service.accesses.map(
    ({ bureau_id, our_id, provider_id, methods, locations }) => ({
      service_no,
      bureau_access_id: idOf(bureau_id),
      our_id: idOf(our_id) || null,
      provider_id: idOf(provider_id),
      place_json: JSON.stringify({ methods, locations }),
    }),
  );
  const ips = service.accesses.flatMap((access) =>
    access.ips.map(({ bureau_ip_id, our_id, first, last }) => ({
      service_no,
      bureau_access_id: idOf(access.bureau_id),
      bureau_ip_id: idOf(bureau_ip_id),
      our_id: idOf(our_id) || null,
      first_ip: toUint32(first) ?? 0,
      last_ip: toUint32(last) ?? 0,
    })),
  );
  if (domains.length > 0) await trx('filing_service_domains').insert(domains);
  if (accesses.length > 0) await trx('filing_accesses').insert(accesses);
  if (ips.length > 0) await trx('filing_access_ips').insert(ips);
}

/** A number as it stands in a column: digits, at most twenty; '' for anything else. */
function idOf(text: string): string {
  return /^\d{1,20}$/.test(text) ? text : '';
}
