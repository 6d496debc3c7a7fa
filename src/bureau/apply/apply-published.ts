import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { type KnownPart, keepGivenId, partByGivenId, partById } from '../records/isp-ids.ts';
import { changesToPublish } from '../records/marks.ts';
import { keepRecord } from '../registry/keep-record.ts';
import { addResult, type PublishedService } from '../results.ts';
import {
  type Numbered,
  type Part,
  type PublishedRecord,
  publishedRecords,
} from '../wire/download-data.ts';
import { wholeRecords } from '../wire/whole-record.ts';
import { markAnswered, sentRecord } from './answered.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

/**
 * Published records: each is kept in the registry, numbers of the bureau are kept beside ours, and every filing
 * concerned hears of it. A record without the bureau's number is left over.
 */
export async function applyPublished(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  const whole = wholeRecords(part.node);
  for (const [n, record] of publishedRecords(part.node).entries()) {
    const { told, subjects } = await publish(trx, source.bureau.id, record);
    applied.results += told;
    const order = itemOrder(source, n);
    if (whole[n] && record.entity.given !== '') {
      await keepRecord(trx, { bureau_id: source.bureau.id, order, subjects }, whole[n]);
    } else if (told === 0) applied.leftovers++;
  }
  return applied;
}

type Service = PublishedRecord['services'][number];
interface KnownService {
  service: Service;
  part: KnownPart | undefined;
  accesses: { access: Service['accesses'][number]; part: KnownPart | undefined }[];
}

interface Published {
  /** Results written. */
  told: number;
  /** Part of the record → the filing of ours it is. */
  subjects: Map<string, string>;
}

async function publish(trx: Db, bureau_id: number, record: PublishedRecord): Promise<Published> {
  const entity = await known(trx, bureau_id, record.entity, 'entity');
  const services: KnownService[] = [];
  for (const service of record.services) services.push(await knownService(trx, bureau_id, service));
  const parts = [
    entity,
    ...services.flatMap(({ part, accesses }) => [part, ...accesses.map(({ part }) => part)]),
  ];
  const subjects = new Set(parts.flatMap((part) => (part ? [part.subject] : [])));
  const bodyFor = (subject: string) => ({
    kind: 'published' as const,
    entity: { bureau_entity_id: record.entity.given, icp_number: record.entity.icp_number },
    services: services.map((one) => shown(one, subject)),
  });
  for (const subject of subjects) {
    await mustBeSettled(trx, subject);
    await addResult(trx, bureau_id, subject, bodyFor(subject), await sentRecord(trx, subject));
    await markAnswered(trx, { subject });
  }
  const changes = await changesToPublish(trx, bureau_id, record.entity.given);
  for (const { subject, record_no } of changes) {
    await trx('bureau_records').where({ record_no }).update({ published_at: now() });
    if (subjects.has(subject)) continue;
    await addResult(trx, bureau_id, subject, bodyFor(subject), record_no);
  }
  const told = subjects.size + changes.filter(({ subject }) => !subjects.has(subject)).length;
  return { told, subjects: subjectsOf(entity, services) };
}

function subjectsOf(entity: KnownPart | undefined, services: KnownService[]): Map<string, string> {
  const subjects = new Map<string, string>();
  if (entity) subjects.set('entity', entity.subject);
  for (const [n, { part }] of services.entries()) {
    if (part) subjects.set(`services.${n}`, part.subject);
  }
  return subjects;
}

async function knownService(trx: Db, bureau_id: number, service: Service): Promise<KnownService> {
  const part = await known(trx, bureau_id, service, 'service');
  const accesses: KnownService['accesses'] = [];
  for (const access of service.accesses) {
    accesses.push({ access, part: await known(trx, bureau_id, access, 'access') });
  }
  const small = [...service.domains, ...service.accesses.flatMap(({ ips }) => ips)];
  for (const numbers of small) await known(trx, bureau_id, numbers, 'none');
  return { service, part, accesses };
}

/** Our part that a number stands for: by our own number when it is repeated, else by the one the bureau gave before. */
async function known(
  trx: Db,
  given_by: number,
  { ours, given }: Numbered,
  kind: 'entity' | 'service' | 'access' | 'none',
): Promise<KnownPart | undefined> {
  const part = await partById(trx, ours);
  const told = { given_by, given_id: given.slice(0, 20) };
  if (part && given !== '') await keepGivenId(trx, part.id, told);
  if (part || kind === 'none' || given === '') return part;
  return partByGivenId(trx, told, kind);
}

function shown({ service, part, accesses }: KnownService, subject: string): PublishedService {
  const index = part?.subject === subject ? /^services\.(\d+)$/.exec(part.path)?.[1] : undefined;
  return {
    index: index === undefined ? null : Number(index),
    bureau_service_id: service.given,
    icp_number: service.icp_number,
    name: service.name,
    domains: service.domains.map(({ domain, given }) => ({ domain, bureau_domain_id: given })),
    accesses: accesses.map(({ access, part }) => ({
      bureau_access_id: access.given,
      provider_id: access.provider_id,
      is_own: part?.subject === subject,
      ips: access.ips.map(({ first, last, given }) => ({ first, last, bureau_ip_id: given })),
    })),
  };
}
