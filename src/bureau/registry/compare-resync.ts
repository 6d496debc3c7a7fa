import type { Db } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import type { WholeEntity, WholeService } from '../wire/whole-record.ts';
import {
  inChunks,
  type KnownRecords,
  knownRecords,
  knownResources,
  resourceKey,
} from './known-of.ts';
import { missingFrom } from './missing-from.ts';
import type { Listed } from './resyncs.ts';
import { openEntity, openResource } from './seals.ts';
import type { ResourceRow } from './tables.ts';
import { isLive, NO_TIME, versionKey } from './versions.ts';

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

/** What a full list says otherwise than what we know of this bureau. So many queries for each 500 items, no more. */
export async function compareResync(
  db: Db,
  bureau_id: number,
  listed: Listed,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const some of inChunks(listed.records)) {
    const known = await knownRecords(db, bureau_id, some);
    for (const { order, record } of some) {
      differences.push(...compareEntity(known, record.entity, order));
      for (const one of record.services) differences.push(...compareService(known, one, order));
    }
  }
  for (const some of inChunks(listed.resources)) {
    const known = await knownResources(db, bureau_id, some);
    for (const one of some) differences.push(...compareResource(known, one));
  }
  return [...differences, ...(await missingFrom(db, bureau_id, listed))];
}

function compareEntity(known: KnownRecords, entity: WholeEntity, order: string): Difference[] {
  const { bureau_id, icp_number } = entity;
  const row = known.entities.get(bureau_id);
  const fields = row ? fieldsThatDiffer(openEntity(row), entity) : [];
  const ending = known.endingOf('entity', bureau_id);
  const change = changeOf(row?.version_key, versionKey(entity.changed, order), fields, ending);
  const name = maskName(entity.name);
  return change ? [{ what: 'entity', bureau_id, icp_number, name, change, fields }] : [];
}

function compareService(known: KnownRecords, service: WholeService, order: string): Difference[] {
  const { bureau_id, icp_number, name } = service;
  const held = known.services.get(bureau_id);
  const fields = held ? fieldsThatDiffer(held.service, service) : [];
  const ending = known.endingOf('service', bureau_id);
  const key = versionKey(service.changed, order);
  const change = changeOf(held?.version_key, key, fields, ending);
  return change ? [{ what: 'service', bureau_id, icp_number, name, change, fields }] : [];
}

function compareResource(
  known: Map<string, ResourceRow>,
  { order, resource }: Listed['resources'][number],
): Difference[] {
  const { bureau_id, range, domain } = resource;
  const row = known.get(resourceKey(resource));
  const fields = row ? fieldsThatDiffer(openResource(row), resource.fields) : [];
  const key = versionKey(NO_TIME, order);
  const change = changeOf(row?.version_key, key, fields, undefined);
  const name = domain || `${range.first} - ${range.last}`;
  return change ? [{ what: 'resource', bureau_id, icp_number: '', name, change, fields }] : [];
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
