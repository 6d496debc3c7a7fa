import type { Db } from '../../platform/db.ts';
import type { Resource } from '../wire/ip-data.ts';
import type { WholeService } from '../wire/whole-record.ts';
import { endingsAmong } from './endings.ts';
import { openedServices } from './open-record.ts';
import type { Listed } from './resyncs.ts';
import type { EntityRow, ResourceRow, What } from './tables.ts';

const CHUNK = 500;

/** A list in pieces that one query each can ask for. */
export function* inChunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += CHUNK) yield all.slice(from, from + CHUNK);
}

/** What is known here of the records of a list, by the bureau's numbers. */
export interface KnownRecords {
  entities: Map<string, EntityRow>;
  services: Map<string, { version_key: string; service: WholeService }>;
  endingOf(what: What, bureau_record_id: string): string | undefined;
}

export async function knownRecords(
  db: Db,
  bureau_id: number,
  listed: Listed['records'],
): Promise<KnownRecords> {
  const ofEntities = listed.map(({ record }) => record.entity.bureau_id);
  const ofServices = listed.flatMap(({ record }) =>
    record.services.map((service) => service.bureau_id),
  );
  const rows = await db('filing_entities')
    .where({ bureau_id })
    .whereIn('bureau_entity_id', ofEntities);
  const services = await db('filing_services')
    .where({ bureau_id })
    .whereIn('bureau_service_id', ofServices);
  const opened = await openedServices(db, services);
  return {
    entities: new Map(rows.map((row) => [row.bureau_entity_id, row])),
    services: new Map(
      services.flatMap(({ bureau_service_id, service_no, version_key }) => {
        const service = opened.get(service_no);
        return service ? [[bureau_service_id, { version_key, service }]] : [];
      }),
    ),
    endingOf: await endingsAmong(db, bureau_id, [...ofEntities, ...ofServices]),
  };
}

/** Each kind of row is numbered apart. */
export const resourceKey = ({ what, bureau_id }: Pick<Resource, 'what' | 'bureau_id'>): string =>
  `${what}:${bureau_id}`;

export async function knownResources(
  db: Db,
  bureau_id: number,
  listed: Listed['resources'],
): Promise<Map<string, ResourceRow>> {
  const ids = listed.map(({ resource }) => resource.bureau_id);
  const rows = await db('filing_resources').where({ bureau_id }).whereIn('bureau_record_id', ids);
  return new Map(rows.map((row) => [`${row.what}:${row.bureau_record_id}`, row]));
}
