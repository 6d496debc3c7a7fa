import type { Db } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import { endingsAmong } from './endings.ts';
import { standIn } from './imported.ts';
import { inChunks } from './known-of.ts';
import type { Listed } from './resyncs.ts';
import { openEntity } from './seals.ts';
import { fileOfVersion, isLive } from './versions.ts';

/** Something that is filed here and that a full list leaves out; people's names are masked. */
export interface Missing {
  what: 'entity' | 'service';
  bureau_id: string;
  icp_number: string;
  name: string;
  change: 'missing';
  fields: string[];
}

interface Filed {
  what: 'entity' | 'service';
  given: string;
  /** The entity it belongs to; '' for an entity. */
  parent: string;
  icp_number: string | null;
  version_key: string;
}

/** What is filed here and is not in the list, as far as it is not younger than the list. */
export async function missingFrom(
  db: Db,
  bureau_id: number,
  { records, file_order }: Listed,
): Promise<Missing[]> {
  if (records.length === 0) return [];
  const listed = new Set(records.flatMap(({ record }) => idsIn(record)));
  const gone = (await filedAt(db, bureau_id)).filter(
    ({ what, given, version_key }) =>
      !listed.has(`${what}:${given}`) && fileOfVersion(version_key) < file_order,
  );
  const lines: Missing[] = [];
  for (const some of inChunks(gone)) lines.push(...(await liveAmong(db, bureau_id, some)));
  return lines;
}

/** What was imported without the bureau's number is named by its ICP number. */
function idsIn({ entity, services }: Listed['records'][number]['record']): string[] {
  const named = services.flatMap(({ bureau_id, icp_number }) => [
    `service:${bureau_id}`,
    `service:${standIn(icp_number)}`,
  ]);
  return [`entity:${entity.bureau_id}`, `entity:${standIn(entity.icp_number)}`, ...named];
}

/** Everything of this bureau, without what is sealed: there may be a great deal of it. */
async function filedAt(db: Db, bureau_id: number): Promise<Filed[]> {
  const entities = await db('filing_entities')
    .where({ bureau_id })
    .select('bureau_entity_id', 'icp_number', 'version_key');
  const services = await db('filing_services')
    .where({ bureau_id })
    .select('bureau_service_id', 'bureau_entity_id', 'icp_number', 'version_key');
  return [
    ...entities.map(({ bureau_entity_id: given, ...row }) => ({
      ...{ what: 'entity' as const, given, parent: '' },
      ...row,
    })),
    ...services.map(({ bureau_service_id: given, bureau_entity_id: parent, ...row }) => ({
      ...{ what: 'service' as const, given, parent },
      ...row,
    })),
  ];
}

async function liveAmong(db: Db, bureau_id: number, some: Filed[]): Promise<Missing[]> {
  const ids = some.flatMap(({ given, parent }) => [given, parent]);
  const endingOf = await endingsAmong(db, bureau_id, ids);
  const live = some.filter(({ what, given, parent, version_key }) =>
    isLive(version_key, endingOf(what, given), endingOf('entity', parent)),
  );
  const names = await namesOf(db, bureau_id, live);
  return live.map(({ what, given, icp_number }) => ({
    what,
    bureau_id: given,
    icp_number: icp_number ?? '',
    name: what === 'entity' ? (names.get(given) ?? '') : '',
    change: 'missing',
    fields: [],
  }));
}

async function namesOf(db: Db, bureau_id: number, live: Filed[]): Promise<Map<string, string>> {
  const ids = live.flatMap(({ what, given }) => (what === 'entity' ? [given] : []));
  if (ids.length === 0) return new Map();
  const rows = await db('filing_entities').where({ bureau_id }).whereIn('bureau_entity_id', ids);
  return new Map(rows.map((row) => [row.bureau_entity_id, maskName(openEntity(row).name)]));
}
