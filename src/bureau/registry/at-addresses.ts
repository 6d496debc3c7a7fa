import type { Db } from '../../platform/db.ts';
import { toUint32 } from '../wire/ipv4.ts';

/** A filed website with an access of ours at one of the addresses. Cancelled ones are among them. */
export interface FiledAt {
  entity_no: string;
  service_no: string;
  /** The addresses of the access that are among those asked for, as unsigned numbers, both ends included. */
  first_ip: number;
  last_ip: number;
}

/** Filed websites whose access of ours lies at least in part in a range (dotted, both ends included); at most `limit`. */
export async function filedAt(
  db: Db,
  range: { first: string; last: string },
  limit: number,
): Promise<FiledAt[]> {
  const [first, last] = [toUint32(range.first), toUint32(range.last)];
  if (first === undefined || last === undefined) return [];
  return db('filing_access_ips as i')
    .join('filing_accesses as a', (on) =>
      on.on('a.service_no', 'i.service_no').on('a.bureau_access_id', 'i.bureau_access_id'),
    )
    .join('filing_services as s', 's.service_no', 'i.service_no')
    .join('bureaus as b', 'b.id', 's.bureau_id')
    .join('filing_entities as e', (on) =>
      on.on('e.bureau_id', 's.bureau_id').on('e.bureau_entity_id', 's.bureau_entity_id'),
    )
    .whereRaw('a.provider_id = b.isp_id')
    .where('i.first_ip', '<=', last)
    .where('i.last_ip', '>=', first)
    .orderBy('i.id')
    .limit(limit)
    .select('e.entity_no', 's.service_no', 'i.first_ip', 'i.last_ip');
}
