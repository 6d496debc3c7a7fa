import type { Db } from '../../platform/db.ts';
import { storeCodeTable } from '../code-tables.ts';
import { codeTablesIn } from '../wire/code-data.ts';
import type { Part } from '../wire/download-data.ts';
import { itemOrder } from './order.ts';
import { ALL_TAKEN, type Applied, type Source } from './source.ts';

/** JCDM: every table is a new version; forms offer the newest, older ones still name what they held. */
export async function applyCodes(trx: Db, source: Source, part: Part): Promise<Applied> {
  const bureau_id = source.bureau.id;
  for (const [n, { table, rows }] of codeTablesIn(part.node).entries()) {
    const order = itemOrder(source, n);
    await storeCodeTable(trx, table, rows, { source: 'bureau', bureau_id, order });
  }
  return ALL_TAKEN;
}
