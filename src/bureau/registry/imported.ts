import { createHash } from 'node:crypto';
import type { Db } from '../../platform/db.ts';
import type { WholeEntity, WholeService } from '../wire/whole-record.ts';
import type { EntityRow, ServiceRow } from './tables.ts';

/**
 * A version out of a table of the provider's own is older than every file of a bureau, whatever the file says of time:
 * where a file has its time and place, it has zeros. Among imports the later one counts.
 */
const BEFORE_ALL_FILES = '0'.repeat(40);

/** `order`: a number that rises from import to import. */
export function importedVersion(order: number): string {
  return BEFORE_ALL_FILES + String(order).padStart(14, '0');
}

export function isImported({ version_key }: { version_key: string }): boolean {
  return version_key.startsWith(BEFORE_ALL_FILES);
}

/** Whether a number is the bureau's. What was imported without one is watched, and cannot be changed at the bureau. */
export function isNumbered(bureau_record_id: string): boolean {
  return /^\d{1,20}$/.test(bureau_record_id);
}

/** What stands where the bureau's number is not known yet: the same for the same ICP number. */
export function standIn(icp_number: string): string {
  return `I${createHash('sha256').update(icp_number).digest('hex').slice(0, 18).toUpperCase()}`;
}

export function isStandIn(bureau_record_id: string): boolean {
  return /^I[0-9A-F]{18}$/.test(bureau_record_id);
}

/** The imported entity that a bureau now tells of under its own number: known by its ICP number. */
export async function importedEntity(
  trx: Db,
  bureau_id: number,
  { icp_number }: WholeEntity,
): Promise<EntityRow | undefined> {
  const bureau_entity_id = standIn(icp_number);
  return trx('filing_entities').where({ bureau_id, bureau_entity_id }).forUpdate().first();
}

export async function importedService(
  trx: Db,
  bureau_id: number,
  { icp_number }: WholeService,
): Promise<ServiceRow | undefined> {
  const bureau_service_id = standIn(icp_number);
  return trx('filing_services').where({ bureau_id, bureau_service_id }).forUpdate().first();
}

/** An entity has got its number: the services that were imported with it are its own still. */
export async function moveServices(
  trx: Db,
  bureau_id: number,
  from: string,
  bureau_entity_id: string,
): Promise<void> {
  if (from === bureau_entity_id) return;
  await trx('filing_services')
    .where({ bureau_id, bureau_entity_id: from })
    .update({ bureau_entity_id });
}
