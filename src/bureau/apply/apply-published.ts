import type { Db } from '../../platform/db.ts';
import { type KnownPart, keepGivenId, partByGivenId, partById } from '../records/isp-ids.ts';
import { addResult, type PublishedService } from '../results.ts';
import {
  type Numbered,
  type Part,
  type PublishedRecord,
  publishedRecords,
} from '../wire/download-data.ts';
import { markAnswered, sentRecord } from './apply-results.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

/** Published records: numbers of the bureau are kept beside ours, and every filing concerned hears of it. */
export async function applyPublished(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  for (const record of publishedRecords(part.node)) {
    const subjects = await publish(trx, source.bureau.id, record);
    applied.results += subjects;
    if (subjects === 0) applied.leftovers++;
  }
  return applied;
}

async function publish(trx: Db, bureau_id: number, record: PublishedRecord): Promise<number> {
  const entity = await known(trx, bureau_id, record.entity, 'entity');
  const services = await Promise.all(
    record.services.map(async (service) => ({
      service,
      part: await known(trx, bureau_id, service, 'service'),
    })),
  );
  for (const small of record.services.flatMap(({ domains, accesses }) => [
    ...domains,
    ...accesses,
  ])) {
    await known(trx, bureau_id, small, 'none');
  }
  const parts = [entity, ...services.map(({ part }) => part)];
  const subjects = new Set(parts.flatMap((part) => (part ? [part.subject] : [])));
  for (const subject of subjects) {
    await mustBeSettled(trx, subject);
    const body = {
      kind: 'published',
      entity: { bureau_entity_id: record.entity.given, icp_number: record.entity.icp_number },
      services: services.map(({ service, part }) => shown(service, subject, part)),
    } as const;
    await addResult(trx, bureau_id, subject, body, await sentRecord(trx, subject));
    await markAnswered(trx, subject);
  }
  return subjects.size;
}

/** Our part that a number stands for: by our own number when it is repeated, else by the one the bureau gave before. */
async function known(
  trx: Db,
  given_by: number,
  { ours, given }: Numbered,
  kind: 'entity' | 'service' | 'none',
): Promise<KnownPart | undefined> {
  const part = await partById(trx, ours);
  const told = { given_by, given_id: given.slice(0, 20) };
  if (part && given !== '') await keepGivenId(trx, part.id, told);
  if (part || kind === 'none' || given === '') return part;
  return partByGivenId(trx, told, kind);
}

function shown(
  service: PublishedRecord['services'][number],
  subject: string,
  part: KnownPart | undefined,
): PublishedService {
  const index = part?.subject === subject ? /^services\.(\d+)$/.exec(part.path)?.[1] : undefined;
  return {
    index: index === undefined ? null : Number(index),
    bureau_service_id: service.given,
    icp_number: service.icp_number,
    name: service.name,
    domains: service.domains.map(({ domain, given }) => ({ domain, bureau_domain_id: given })),
    accesses: service.accesses.map(({ given, provider_id }) => ({
      bureau_access_id: given,
      provider_id,
    })),
  };
}
