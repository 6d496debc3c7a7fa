import { z } from 'zod';
import type { BureauResult } from '../bureau/index.ts';
import type { Db } from '../platform/db.ts';
import { storedDomain } from './steps/submit-filing.ts';
import type { FilingRow } from './tables.ts';

const Numbers = z.object({
  entity: z.object({ bureau_entity_id: z.string(), icp_number: z.string().nullable() }),
  services: z.array(
    z.object({
      index: z.number().int().nullable(),
      bureau_service_id: z.string(),
      icp_number: z.string().nullable(),
      name: z.string(),
      domains: z.array(z.object({ domain: z.string(), bureau_domain_id: z.string() })),
      accesses: z.array(z.object({ bureau_access_id: z.string(), provider_id: z.string() })),
    }),
  ),
});
/** What the bureau published: its numbers for people, and its ids for every later operation. */
export type Numbers = z.output<typeof Numbers>;

export function numbersOf(row: Pick<FilingRow, 'numbers_json'>): Numbers | null {
  return row.numbers_json ? Numbers.parse(JSON.parse(row.numbers_json)) : null;
}

export type Published = Extract<BureauResult, { kind: 'published' }>;

/** The columns of a filing that hold what was published. */
export function numberColumns({ entity, services }: Published) {
  const numbers: Numbers = Numbers.parse({ entity, services });
  return {
    numbers_json: JSON.stringify(numbers),
    entity_icp_number: entity.icp_number?.slice(0, 60) ?? null,
  };
}

/** Writes each domain's own number beside it, for whoever asks by domain. */
export async function numberDomains(
  trx: Db,
  filing_id: number,
  { services }: Published,
): Promise<void> {
  for (const { icp_number, domains } of services) {
    for (const { domain, bureau_domain_id } of domains) {
      await trx('filing_domains')
        .where({ filing_id, domain: storedDomain(domain) })
        .update({ icp_number: icp_number?.slice(0, 60) ?? null, bureau_domain_id });
    }
  }
}

/** The numbers a site shows at its foot, for a message: 浙ICP备12345678号-1. */
export function shownNumbers({ entity, services }: Published): string {
  const own = services.flatMap(({ icp_number }) => icp_number ?? []);
  return own.length > 0 ? own.join('、') : (entity.icp_number ?? '');
}
