import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { publicNo } from '../../platform/ids.ts';
import type { Resource } from '../wire/ip-data.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { Origin } from './keep-record.ts';
import { sealResource } from './seals.ts';
import { NO_TIME, versionKey } from './versions.ts';

/** Keeps a filed address or domain registration as a bureau last listed it. Gives whether it was newer. */
export async function keepResource(
  trx: Db,
  { bureau_id, order }: Origin,
  resource: Resource,
): Promise<boolean> {
  const { what, bureau_id: bureau_record_id, our_id, range, domain, fields } = resource;
  if (!/^\d{1,20}$/.test(bureau_record_id)) return false;
  const version_key = versionKey(NO_TIME, order);
  const key = { bureau_id, what, bureau_record_id };
  const kept = await trx('filing_resources').where(key).forUpdate().first();
  if (kept && kept.version_key >= version_key) return false;
  const resource_no = kept?.resource_no ?? publicNo('ZY');
  const row = {
    our_id: /^\d{1,20}$/.test(our_id) ? our_id : null,
    first_ip: toUint32(range.first) ?? null,
    last_ip: toUint32(range.last) ?? null,
    domain: plainDomain(domain).slice(0, 255) || null,
    record_sealed: sealResource(resource_no, fields),
    version_key,
    noted_at: now(),
  };
  if (kept) await trx('filing_resources').where({ id: kept.id }).update(row);
  else await trx('filing_resources').insert({ ...key, resource_no, ...row });
  return true;
}
