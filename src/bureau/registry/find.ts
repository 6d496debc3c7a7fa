import type { Db } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { endingsAmong } from './endings.ts';
import { type Certificate, certificateIndex } from './seals.ts';
import type { AccessRow, EntityRow, ServiceRow } from './tables.ts';
import { isLive } from './versions.ts';

/** A filed entity, without anything personal. `entity_no` is what entityRecord opens. */
export interface EntityFound {
  entity_no: string;
  bureau_id: number;
  bureau_entity_id: string;
  icp_number: string | null;
  /** The filing of ours that it came from, if any. */
  filing_no: string | null;
  is_live: boolean;
}

export interface ServiceFound {
  service_no: string;
  entity_no: string | null;
  bureau_id: number;
  bureau_service_id: string;
  icp_number: string | null;
  filing_no: string | null;
  is_live: boolean;
  accesses: AccessFound[];
}

/** `is_ours`: given by us, under our number at this bureau. */
export interface AccessFound {
  bureau_access_id: string;
  provider_id: string;
  is_ours: boolean;
  is_live: boolean;
}

/**
 * The entity with this certificate: one that is filed before one that was cancelled, then the newest.
 * `bureau_id`: at this bureau only.
 */
export async function entityByCertificate(
  db: Db,
  certificate: Certificate,
  bureau_id?: number,
): Promise<EntityFound | undefined> {
  const where = {
    certificate_index: certificateIndex(certificate),
    ...(bureau_id && { bureau_id }),
  };
  return best(await foundEntities(db, await newestFirst(db).where(where)));
}

/** The entity with this ICP number ("浙ICP备…号"). */
export async function entityByIcpNumber(
  db: Db,
  icp_number: string,
): Promise<EntityFound | undefined> {
  return best(await foundEntities(db, await newestFirst(db).where({ icp_number })));
}

function newestFirst(db: Db) {
  return db('filing_entities').orderBy('version_key', 'desc').limit(20);
}

async function foundEntities(db: Db, rows: EntityRow[]): Promise<EntityFound[]> {
  const found: EntityFound[] = [];
  for (const row of rows) {
    const { entity_no, bureau_id, bureau_entity_id, icp_number, subject } = row;
    const endingOf = await endingsAmong(db, bureau_id, [bureau_entity_id]);
    const is_live = isLive(row.version_key, endingOf('entity', bureau_entity_id));
    found.push({ entity_no, bureau_id, bureau_entity_id, icp_number, filing_no: subject, is_live });
  }
  return found;
}

function best<T extends { is_live: boolean }>(found: T[]): T | undefined {
  return found.find(({ is_live }) => is_live) ?? found[0];
}

/** The service that is filed for exactly this domain, however it is written: a live one first, then the newest. */
export async function serviceByDomain(db: Db, domain: string): Promise<ServiceFound | undefined> {
  const named = db('filing_service_domains').where({ domain: plainDomain(domain) });
  const rows = await db('filing_services')
    .whereIn('service_no', named.select('service_no'))
    .orderBy('version_key', 'desc')
    .limit(20);
  return best(await foundServices(db, rows));
}

/** The service with this ICP number ("浙ICP备…号-1"). */
export async function serviceByIcpNumber(
  db: Db,
  icp_number: string,
): Promise<ServiceFound | undefined> {
  const rows = await db('filing_services').where({ icp_number }).orderBy('version_key', 'desc');
  return best(await foundServices(db, rows.slice(0, 20)));
}

/** All services of an entity, cancelled ones too. */
export async function servicesOf(db: Db, entity: EntityKey): Promise<ServiceFound[]> {
  const { bureau_id, bureau_entity_id } = entity;
  const rows = await db('filing_services').where({ bureau_id, bureau_entity_id }).orderBy('id');
  return foundServices(db, rows);
}
type EntityKey = Pick<EntityFound, 'bureau_id' | 'bureau_entity_id'>;

async function foundServices(db: Db, rows: ServiceRow[]): Promise<ServiceFound[]> {
  const found: ServiceFound[] = [];
  for (const row of rows) found.push(await foundService(db, row));
  return found;
}

async function foundService(db: Db, row: ServiceRow): Promise<ServiceFound> {
  const { service_no, bureau_id, bureau_service_id, bureau_entity_id, icp_number } = row;
  const rows = await db('filing_accesses').where({ service_no }).orderBy('id');
  const ids = [bureau_entity_id, bureau_service_id, ...rows.map((one) => one.bureau_access_id)];
  const endingOf = await endingsAmong(db, bureau_id, ids);
  const endings = [endingOf('entity', bureau_entity_id), endingOf('service', bureau_service_id)];
  const entity = await db('filing_entities')
    .where({ bureau_id, bureau_entity_id })
    .first('entity_no');
  const own = await db('bureaus').where({ id: bureau_id }).first('isp_id');
  const access = ({ bureau_access_id, provider_id }: AccessRow) => ({
    bureau_access_id,
    provider_id,
    is_ours: provider_id === String(own?.isp_id ?? ''),
    is_live: isLive(row.version_key, ...endings, endingOf('access', bureau_access_id)),
  });
  return {
    service_no,
    entity_no: entity?.entity_no ?? null,
    bureau_id,
    bureau_service_id,
    icp_number,
    filing_no: row.subject,
    is_live: isLive(row.version_key, ...endings),
    accesses: rows.map(access),
  };
}
