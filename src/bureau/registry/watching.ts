import type { Db } from '../../platform/db.ts';
import { type ServiceFound, serviceByDomain } from './find.ts';

/** A domain of a filed service that has an access of ours. `id` is its place in the registry's order. */
export interface FiledDomain {
  id: number;
  domain: string;
  service_no: string;
  filing_no: string | null;
  province_code: string;
}

/**
 * Domains with an access of ours, in the registry's order: those among the `limit` rows after row `after`, and where
 * the next page begins (0: at the beginning again).
 */
export async function filedDomains(
  db: Db,
  after: number,
  limit: number,
): Promise<{ domains: FiledDomain[]; next: number }> {
  const page: { id: number }[] = await db('filing_service_domains')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id');
  const last = page.at(-1)?.id;
  if (last === undefined) return { domains: [], next: 0 };
  const domains: FiledDomain[] = await db('filing_service_domains as d')
    .join('filing_services as s', 's.service_no', 'd.service_no')
    .join('bureaus as b', 'b.id', 's.bureau_id')
    .whereBetween('d.id', [after + 1, last])
    .whereExists(
      db('filing_accesses as a')
        .whereRaw('a.service_no = s.service_no and a.provider_id = b.isp_id')
        .select('a.id'),
    )
    .orderBy('d.id')
    .select('d.id', 'd.domain', 'd.service_no', 's.subject as filing_no', 'b.province_code');
  return { domains, next: page.length < limit ? 0 : last };
}

/** What the registry says of a domain now; nothing of it is personal. */
export interface FiledState {
  service: ServiceFound | undefined;
  /** A blind index of the certificate of whom it is filed for. */
  holder_index: string | null;
  /** Addresses of our accesses, as unsigned numbers, both ends included. */
  ips: { first: number; last: number }[];
  /** It was cancelled, or our access dropped, because we asked for it. */
  ended_by_us: boolean;
}

export async function filedState(db: Db, domain: string): Promise<FiledState> {
  const service = await serviceByDomain(db, domain);
  if (!service) return { service, holder_index: null, ips: [], ended_by_us: false };
  const { service_no, entity_no, accesses } = service;
  const entity = entity_no
    ? await db('filing_entities')
        .where({ entity_no })
        .first('certificate_index', 'bureau_entity_id')
    : undefined;
  const ours = accesses.filter(({ is_ours, is_live }) => is_ours && is_live);
  const ids = ours.map(({ bureau_access_id }) => bureau_access_id);
  const ips = ids.length
    ? await db('filing_access_ips').where({ service_no }).whereIn('bureau_access_id', ids)
    : [];
  return {
    service,
    holder_index: entity?.certificate_index ?? null,
    ips: ips.map(({ first_ip, last_ip }) => ({ first: Number(first_ip), last: Number(last_ip) })),
    ended_by_us:
      (!service.is_live || ours.length === 0) &&
      (await wasAsked(db, service, entity?.bureau_entity_id ?? '')),
  };
}

/** Whether a request of ours to cancel the service, its entity or our access was taken. */
async function wasAsked(db: Db, service: ServiceFound, entity_id: string): Promise<boolean> {
  const accesses = service.accesses.map(({ bureau_access_id }) => bureau_access_id);
  const row = await db('bureau_record_marks')
    .join('bureau_records', 'bureau_records.id', 'bureau_record_marks.record_id')
    .where('bureau_record_marks.bureau_id', service.bureau_id)
    .whereIn('bureau_record_marks.mark', [service.bureau_service_id, entity_id, ...accesses])
    .whereIn('bureau_record_marks.operation', ['cancel_entity', 'cancel_service', 'drop_access'])
    .whereIn('bureau_records.status', ['accepted', 'answered'])
    .first('bureau_records.id');
  return row !== undefined;
}

const TOGETHER = 1000;

/** The entities that these services are filed for, each once, in the order of their numbers. */
export async function entitiesOfServices(
  db: Db,
  service_nos: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (let at = 0; at < service_nos.length; at += TOGETHER) {
    const rows: { entity_no: string }[] = await db('filing_services as s')
      .join('filing_entities as e', (on) => {
        on.on('e.bureau_id', 's.bureau_id').on('e.bureau_entity_id', 's.bureau_entity_id');
      })
      .whereIn('s.service_no', service_nos.slice(at, at + TOGETHER))
      .select('e.entity_no');
    for (const { entity_no } of rows) found.add(entity_no);
  }
  return [...found].sort();
}
