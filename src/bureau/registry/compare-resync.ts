import type { Db } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import type { WholeEntity, WholeService } from '../wire/whole-record.ts';
import { endingsAmong } from './endings.ts';
import { serviceRecord } from './open-record.ts';
import type { Listed } from './resyncs.ts';
import { openEntity, openResource } from './seals.ts';
import type { EntityRow, ServiceRow } from './tables.ts';
import { fileOfVersion, isLive, versionKey } from './versions.ts';

/** One line of what confirming a full list would do; people's names are masked. */
export interface Difference {
  what: 'entity' | 'service' | 'resource';
  bureau_id: string;
  icp_number: string;
  name: string;
  /** `older`: the list has an older state than we know, and is passed over. `missing`: filed here, but not in the list. */
  change: 'new' | 'changed' | 'older' | 'missing';
  /** Which fields differ. */
  fields: string[];
}

/** What a full list says otherwise than what we know of this bureau. */
export async function compareResync(
  db: Db,
  bureau_id: number,
  listed: Listed,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const add = (one: Difference | undefined) => {
    if (one) differences.push(one);
  };
  for (const { order, record } of listed.records) {
    add(await compareEntity(db, bureau_id, record.entity, order));
    for (const service of record.services) add(await compareService(db, bureau_id, service, order));
  }
  for (const { order, resource } of listed.resources) {
    add(await compareResource(db, bureau_id, resource, order));
  }
  return [...differences, ...(await missingFrom(db, bureau_id, listed))];
}

async function compareEntity(
  db: Db,
  bureau_id: number,
  entity: WholeEntity,
  order: string,
): Promise<Difference | undefined> {
  const { bureau_id: bureau_entity_id, icp_number } = entity;
  const row = await db('filing_entities').where({ bureau_id, bureau_entity_id }).first();
  const key = versionKey(entity.changed, order);
  const fields = row ? fieldsThatDiffer(openEntity(row), entity) : [];
  const ending = await endedBy(db, bureau_id, 'entity', bureau_entity_id);
  const change = changeOf(row?.version_key, key, fields, ending);
  const name = maskName(entity.name);
  return (
    change && { what: 'entity', bureau_id: bureau_entity_id, icp_number, name, change, fields }
  );
}

async function compareService(
  db: Db,
  bureau_id: number,
  service: WholeService,
  order: string,
): Promise<Difference | undefined> {
  const { bureau_id: bureau_service_id, icp_number, name } = service;
  const row = await db('filing_services').where({ bureau_id, bureau_service_id }).first();
  const known = row && (await serviceRecord(db, row.service_no));
  const fields = known ? fieldsThatDiffer(known, service) : [];
  const key = versionKey(service.changed, order);
  const ending = await endedBy(db, bureau_id, 'service', bureau_service_id);
  const change = changeOf(row?.version_key, key, fields, ending);
  return (
    change && { what: 'service', bureau_id: bureau_service_id, icp_number, name, change, fields }
  );
}

async function compareResource(
  db: Db,
  bureau_id: number,
  {
    what,
    bureau_id: bureau_record_id,
    range,
    domain,
    fields: told,
  }: Listed['resources'][number]['resource'],
  order: string,
): Promise<Difference | undefined> {
  const row = await db('filing_resources').where({ bureau_id, what, bureau_record_id }).first();
  const fields = row ? fieldsThatDiffer(openResource(row), told) : [];
  const change = changeOf(row?.version_key, versionKey('0'.repeat(14), order), fields, undefined);
  const name = domain || `${range.first} - ${range.last}`;
  return (
    change && {
      what: 'resource',
      bureau_id: bureau_record_id,
      icp_number: '',
      name,
      change,
      fields,
    }
  );
}

async function endedBy(
  db: Db,
  bureau_id: number,
  what: 'entity' | 'service',
  id: string,
): Promise<string | undefined> {
  return (await endingsAmong(db, bureau_id, [id]))(what, id);
}

/** undefined: nothing to tell. What was cancelled here and is listed again is new. */
function changeOf(
  known: string | undefined,
  told: string,
  fields: string[],
  ending: string | undefined,
): Difference['change'] | undefined {
  if (known === undefined || (!isLive(known, ending) && isLive(told, ending))) return 'new';
  if (fields.length === 0) return undefined;
  return told > known ? 'changed' : 'older';
}

/** Our own numbers are repeated to us only sometimes, and the time of a change is no content. */
const NO_CONTENT = new Set(['our_id', 'changed']);

function fieldsThatDiffer(known: object, told: object): string[] {
  const ours = new Map(Object.entries(known));
  return Object.entries(told)
    .filter(([name, value]) => !NO_CONTENT.has(name) && content(ours.get(name)) !== content(value))
    .map(([name]) => name);
}

function content(value: unknown): string {
  return JSON.stringify(value, (name, inner) => (NO_CONTENT.has(name) ? undefined : inner)) ?? '';
}

/** What is filed here and is not in the list, as far as it is not younger than the list. */
export async function missingFrom(
  db: Db,
  bureau_id: number,
  { records, file_order }: Listed,
): Promise<Difference[]> {
  if (records.length === 0) return [];
  const listed = new Set(records.flatMap(({ record }) => idsIn(record)));
  const entities = await db('filing_entities').where({ bureau_id });
  const services = await db('filing_services').where({ bureau_id });
  const all = [...entities.map(entityLine), ...services.map(serviceLine)];
  const gone = all.filter(
    ({ key, version_key }) => !listed.has(key) && fileOfVersion(version_key) < file_order,
  );
  const endingOf = await endingsAmong(
    db,
    bureau_id,
    gone.flatMap(({ line, parent }) => [line.bureau_id, parent]),
  );
  return gone
    .filter(({ line, version_key, parent }) =>
      isLive(version_key, endingOf(line.what, line.bureau_id), endingOf('entity', parent)),
    )
    .map(({ line }) => line);
}

function idsIn({ entity, services }: Listed['records'][number]['record']): string[] {
  return [`entity:${entity.bureau_id}`, ...services.map(({ bureau_id }) => `service:${bureau_id}`)];
}

const missing = { change: 'missing', fields: [] } as const;

function entityLine(row: EntityRow) {
  const bureau_id = row.bureau_entity_id;
  const name = maskName(openEntity(row).name);
  const line = { what: 'entity' as const, bureau_id, icp_number: row.icp_number ?? '', name };
  const { version_key } = row;
  return {
    key: `entity:${bureau_id}`,
    parent: '',
    version_key,
    line: { ...line, ...missing, fields: [] },
  };
}

function serviceLine(row: ServiceRow) {
  const bureau_id = row.bureau_service_id;
  const line = { what: 'service' as const, bureau_id, icp_number: row.icp_number ?? '', name: '' };
  const { version_key, bureau_entity_id: parent } = row;
  return {
    key: `service:${bureau_id}`,
    parent,
    version_key,
    line: { ...line, ...missing, fields: [] },
  };
}
