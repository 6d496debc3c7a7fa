import type { Db } from '../../platform/db.ts';
import type { WholeEntity, WholeService } from '../wire/whole-record.ts';
import { endingsAmong } from './endings.ts';
import { isImported } from './imported.ts';
import { openedServices } from './open-record.ts';
import { openEntity } from './seals.ts';
import type { EntityRow, ServiceRow } from './tables.ts';
import { isLive } from './versions.ts';

/** A filed service with its entity, opened; what a list of everything is made of. */
export interface FiledService {
  id: number;
  bureau: string;
  entity: WholeEntity | undefined;
  service: WholeService;
  is_live: boolean;
  /** Out of a table of the provider's own: the bureau has not told of it yet. */
  is_imported: boolean;
}

export async function countFiledServices(db: Db): Promise<number> {
  const row = await db('filing_services').count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** The next of all filed services, cancelled ones too, in the order they came to be known. */
export async function filedServicesAfter(
  db: Db,
  id: number,
  limit: number,
): Promise<FiledService[]> {
  const rows = await db('filing_services').where('id', '>', id).orderBy('id').limit(limit);
  const services = await openedServices(db, rows);
  const entities = await entitiesOf(db, rows);
  const bureaus = await db('bureaus').select('id', 'name');
  const names = new Map(bureaus.map((one) => [one.id, one.name]));
  const endings = await endingsOf(db, rows);
  return rows.flatMap((row) => {
    const service = services.get(row.service_no);
    if (!service) return [];
    const entity = entities.get(keyOf(row));
    const { bureau_id, bureau_entity_id, bureau_service_id, version_key } = row;
    const endingOf = endings.get(bureau_id);
    const ended = [
      endingOf?.('entity', bureau_entity_id),
      endingOf?.('service', bureau_service_id),
    ];
    return {
      id: row.id,
      bureau: names.get(bureau_id) ?? '',
      entity: entity && openEntity(entity),
      service,
      is_live: isLive(version_key, ...ended),
      is_imported: isImported(row),
    };
  });
}

const keyOf = (row: Pick<EntityRow, 'bureau_id' | 'bureau_entity_id'>) =>
  `${row.bureau_id}/${row.bureau_entity_id}`;

async function entitiesOf(db: Db, rows: readonly ServiceRow[]): Promise<Map<string, EntityRow>> {
  const found = new Map<string, EntityRow>();
  for (const [bureau_id, ofBureau] of byBureau(rows)) {
    const ids = ofBureau.map(({ bureau_entity_id }) => bureau_entity_id);
    const entities = await db('filing_entities')
      .where({ bureau_id })
      .whereIn('bureau_entity_id', ids);
    for (const one of entities) found.set(keyOf(one), one);
  }
  return found;
}

async function endingsOf(db: Db, rows: readonly ServiceRow[]) {
  const found = new Map<number, Awaited<ReturnType<typeof endingsAmong>>>();
  for (const [bureau_id, ofBureau] of byBureau(rows)) {
    const ids = ofBureau.flatMap((row) => [row.bureau_entity_id, row.bureau_service_id]);
    found.set(bureau_id, await endingsAmong(db, bureau_id, ids));
  }
  return found;
}

function byBureau(rows: readonly ServiceRow[]): Map<number, ServiceRow[]> {
  const found = new Map<number, ServiceRow[]>();
  for (const row of rows) found.set(row.bureau_id, [...(found.get(row.bureau_id) ?? []), row]);
  return found;
}
