import type { Db } from '../../platform/db.ts';
import { partByGivenId } from '../records/isp-ids.ts';
import type { Source } from './source.ts';

/** The filing of ours behind a number of the bureau's or an ICP number; undefined when it is none of ours. */
export async function filingOf(
  trx: Db,
  { bureau }: Source,
  what: 'entity' | 'service',
  bureau_id: string,
  icp_number = '',
): Promise<string | undefined> {
  const given = { given_by: bureau.id, given_id: bureau_id };
  const part = bureau_id ? await partByGivenId(trx, given, what) : undefined;
  if (part || icp_number === '') return part?.subject;
  const table = what === 'entity' ? 'filing_entities' : 'filing_services';
  const row = await trx(table).where({ bureau_id: bureau.id, icp_number }).first('subject');
  return row?.subject ?? undefined;
}
