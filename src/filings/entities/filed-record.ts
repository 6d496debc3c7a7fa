import { entityByCertificate, entityByIcpNumber, entityFound } from '../../bureau/index.ts';
import { db } from '../../platform/db.ts';

type Record = NonNullable<Awaited<ReturnType<typeof entityFound>>>;
type Service = Omit<Record['services'][number], 'found'>;

/** A filed website with what of it is ours. */
export interface FiledService extends Service {
  service_no: string;
  /** Our own accesses that are in force. */
  own: Service['accesses'];
}
export interface FiledRecord {
  entity_no: string;
  /** The bureau that has it. */
  bureau_id: number;
  /** Whether the entity itself is filed still. */
  is_live: boolean;
  entity: Record['entity'];
  services: FiledService[];
}

/** What the bureau has of an entity now, opened, without what was cancelled; undefined when there is no such number. */
export async function filedRecord(entity_no: string): Promise<FiledRecord | undefined> {
  const record = entity_no ? await entityFound(db, entity_no) : undefined;
  if (!record) return undefined;
  const { bureau_id, entity } = record;
  const services = record.services.map(({ found, ...service }): FiledService => {
    const ours = new Set(
      found.accesses
        .filter(({ is_ours, is_live }) => is_ours && is_live)
        .map((one) => one.bureau_access_id),
    );
    const own = service.accesses.filter((access) => ours.has(access.bureau_id));
    return { ...service, service_no: found.service_no, own };
  });
  // A table that was imported may not have told the certificate.
  const newest = entity.id_number
    ? await entityByCertificate(db, entity, bureau_id)
    : await entityByIcpNumber(db, entity.icp_number);
  const is_live = newest?.entity_no === entity_no && newest.is_live;
  return { entity_no, bureau_id, is_live, entity, services };
}
