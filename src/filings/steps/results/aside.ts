import type { Db } from '../../../platform/db.ts';
import type { FilingRow } from '../../tables.ts';
import { type After, tellBureauManagers } from '../../tell.ts';
import { BUREAU } from '../bureau-steps.ts';
import { noteEvent } from '../status.ts';

/** What does not fit the filing's status changes nothing but is seen: in its timeline and by an operator. */
export async function aside(trx: Db, after: After, row: FilingRow, words: string): Promise<void> {
  await noteEvent(trx, row.id, { event: 'aside', status: row.status, actor: BUREAU, words });
  await tellBureauManagers(trx, after, row, '管局', words);
}
