import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import type { WholeEntity, WholeRecord, WholeService } from '../wire/whole-record.ts';
import { importedVersion, isImported, isNumbered, moveServices, standIn } from './imported.ts';
import { dropParts, insertParts } from './keep-record.ts';
import { mergeEntity, mergeService, type Together } from './merge-imported.ts';
import { serviceRecord } from './open-record.ts';
import { certificateIndex, openEntity, sealEntity, sealService } from './seals.ts';
import type { EntityRow, ServiceRow } from './tables.ts';

/**
 * `joined`: an earlier row of the same import told of it already. `official`: the bureau has told of it itself, and
 * nothing was changed.
 */
export type Outcome = 'new' | 'changed' | 'same' | 'joined' | 'official';

export interface Imported {
  entity_no: string;
  entity: Outcome;
  services: Outcome[];
  /** Fields ('name', 'services.leader.mobile') that an earlier record of the same import has otherwise: the earlier one counts. */
  conflicts: string[];
}

export interface ImportOrigin {
  bureau_id: number;
  /** A number that rises from import to import. */
  order: number;
}

/**
 * Keeps a filed record out of a table of the provider's own, which must have its ICP numbers; '' for what it does not
 * tell, and for us as the provider. What a bureau has told is never changed, and what it tells later replaces this (keep-record). Several records
 * of one import add to each other: the table may have a row for each domain.
 */
export async function keepImported(
  trx: Db,
  origin: ImportOrigin,
  { entity, services }: WholeRecord,
): Promise<Imported> {
  const kept = await keepEntity(trx, origin, entity);
  const outcomes: Outcome[] = [];
  const conflicts = [...kept.conflicts];
  for (const service of services) {
    const ours = await withOurAccess(trx, origin.bureau_id, service);
    const one = await keepService(trx, origin, ours, kept.bureau_entity_id);
    outcomes.push(one.outcome);
    conflicts.push(...one.conflicts.map((field) => `services.${field}`));
  }
  return { entity_no: kept.entity_no, entity: kept.outcome, services: outcomes, conflicts };
}

/** A provider's own table lists what it gives access to itself. */
async function withOurAccess(trx: Db, id: number, service: WholeService): Promise<WholeService> {
  const own = await trx('bureaus').where({ id }).first('isp_id');
  const provider_id = String(own?.isp_id ?? '');
  const accesses = service.accesses.map((one) => ({
    ...one,
    provider_id: one.provider_id || provider_id,
  }));
  return { ...service, accesses };
}

async function keepEntity(trx: Db, { bureau_id, order }: ImportOrigin, told: WholeEntity) {
  const known = await entityKnown(trx, bureau_id, told);
  if (known && !isImported(known)) {
    const { entity_no, bureau_entity_id } = known;
    return { entity_no, bureau_entity_id, outcome: 'official' as const, conflicts: [] };
  }
  const version_key = importedVersion(order);
  const entity_no = known?.entity_no ?? publicNo('ZT');
  const how = known && together(known, version_key);
  const { value, conflicts } =
    known && how ? mergeEntity(openEntity(known), told, how) : { value: told, conflicts: [] };
  const bureau_entity_id = numberFor(value, known?.bureau_entity_id);
  const outcome = outcomeOf(known && openEntity(known), value, how);
  // Without a certificate nobody finds it by one: each has an index that belongs to nobody.
  const certificate = value.id_number ? value : { id_type: '', id_number: entity_no };
  const row = {
    bureau_entity_id,
    icp_number: value.icp_number.slice(0, 128),
    certificate_index: certificateIndex(certificate),
    record_sealed: sealEntity(entity_no, value),
    version_key,
    noted_at: now(),
  };
  if (known) {
    await trx('filing_entities').where({ id: known.id }).update(row);
    await moveServices(trx, bureau_id, known.bureau_entity_id, bureau_entity_id);
  } else await trx('filing_entities').insert({ bureau_id, entity_no, ...row });
  return { entity_no, bureau_entity_id, outcome, conflicts };
}

async function keepService(
  trx: Db,
  { bureau_id, order }: ImportOrigin,
  told: WholeService,
  bureau_entity_id: string,
) {
  const known = await serviceKnown(trx, bureau_id, told);
  if (known && !isImported(known)) return { outcome: 'official' as const, conflicts: [] };
  const version_key = importedVersion(order);
  const service_no = known?.service_no ?? publicNo('WZ');
  const before = known && (await serviceRecord(trx, service_no));
  const how = known && together(known, version_key);
  const { value, conflicts } =
    before && how ? mergeService(before, told, how) : { value: told, conflicts: [] };
  const outcome = outcomeOf(before, value, how);
  const row = {
    bureau_service_id: numberFor(value, known?.bureau_service_id),
    bureau_entity_id,
    icp_number: value.icp_number.slice(0, 128),
    record_sealed: sealService(service_no, value),
    version_key,
    noted_at: now(),
  };
  if (known) await trx('filing_services').where({ id: known.id }).update(row);
  else await trx('filing_services').insert({ bureau_id, service_no, ...row });
  if (outcome !== 'same') {
    if (known) await dropParts(trx, service_no);
    await insertParts(trx, service_no, value);
  }
  return { outcome, conflicts };
}

/** By the bureau's number when it is told, else by the ICP number, which is one entity's at one bureau. */
async function entityKnown(
  trx: Db,
  bureau_id: number,
  { bureau_id: bureau_entity_id, icp_number }: WholeEntity,
): Promise<EntityRow | undefined> {
  const at = () => trx('filing_entities').where({ bureau_id }).forUpdate();
  const numbered = isNumbered(bureau_entity_id) && (await at().where({ bureau_entity_id }).first());
  return numbered || (await at().where({ icp_number }).orderBy('version_key', 'desc').first());
}

async function serviceKnown(
  trx: Db,
  bureau_id: number,
  { bureau_id: bureau_service_id, icp_number }: WholeService,
): Promise<ServiceRow | undefined> {
  const at = () => trx('filing_services').where({ bureau_id }).forUpdate();
  const numbered =
    isNumbered(bureau_service_id) && (await at().where({ bureau_service_id }).first());
  return numbered || (await at().where({ icp_number }).orderBy('version_key', 'desc').first());
}

function together(known: { version_key: string }, version_key: string): Together {
  return known.version_key === version_key ? 'same_import' : 'later_import';
}

function numberFor(
  { bureau_id, icp_number }: { bureau_id: string; icp_number: string },
  known: string | undefined,
): string {
  return isNumbered(bureau_id) ? bureau_id : (known ?? standIn(icp_number));
}

function outcomeOf(before: object | undefined, value: object, how: Together | undefined): Outcome {
  if (!before) return 'new';
  if (how === 'same_import') return 'joined';
  return JSON.stringify(before) === JSON.stringify(value) ? 'same' : 'changed';
}
