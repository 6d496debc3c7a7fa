import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import type { WholeEntity, WholeService } from '../wire/whole-record.ts';

/** What certificates are found by: kind and number, the number without blanks and in capitals. */
export interface Certificate {
  id_type: string;
  id_number: string;
}

export function certificateIndex({ id_type, id_number }: Certificate): string {
  const number = id_number.replace(/\s/g, '').toUpperCase();
  return blindIndex(`${id_type}:${number}`, 'filing_entities.certificate');
}

const entityPlace = (entity_no: string) => `filing_entities.record:${entity_no}`;
const servicePlace = (service_no: string) => `filing_services.record:${service_no}`;
const resourcePlace = (resource_no: string) => `filing_resources.record:${resource_no}`;

export function sealEntity(entity_no: string, entity: WholeEntity): string {
  return seal(JSON.stringify(entity), entityPlace(entity_no));
}

export function openEntity(row: { entity_no: string; record_sealed: string }): WholeEntity {
  // Written by sealEntity, and nothing else opens at this place.
  return JSON.parse(unseal(row.record_sealed, entityPlace(row.entity_no))) as WholeEntity;
}

/** Domains and accesses have rows of their own. */
export type ServiceBody = Omit<WholeService, 'domains' | 'accesses'>;

export function sealService(service_no: string, service: WholeService): string {
  const { domains: _domains, accesses: _accesses, ...body } = service;
  return seal(JSON.stringify(body), servicePlace(service_no));
}

export function openService(row: { service_no: string; record_sealed: string }): ServiceBody {
  // Written by sealService, and nothing else opens at this place.
  return JSON.parse(unseal(row.record_sealed, servicePlace(row.service_no))) as ServiceBody;
}

export function sealResource(resource_no: string, fields: Record<string, string>): string {
  return seal(JSON.stringify(fields), resourcePlace(resource_no));
}

export function openResource(row: { resource_no: string; record_sealed: string }) {
  // Written by sealResource, and nothing else opens at this place.
  const text = unseal(row.record_sealed, resourcePlace(row.resource_no));
  return JSON.parse(text) as Record<string, string>;
}

/** The one word about the end of a part: who reads it needs to know which part. */
export function sealRemark(
  part: { bureau_id: number; what: string; bureau_record_id: string },
  remark: string | null,
): string | null {
  const { bureau_id, what, bureau_record_id } = part;
  const place = `filing_endings.remark:${bureau_id}/${what}/${bureau_record_id}`;
  return remark === null ? null : seal(remark.slice(0, 300), place);
}
