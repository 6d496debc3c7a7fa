import { entityByIcpNumber } from '../../../bureau/index.ts';
import { now } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { giveEntity } from '../../entities/owners.ts';
import { ADDING, KIND_WORDS } from '../../kinds/names.ts';
import { numberColumns, numberDomains, type Published, shownNumbers } from '../../numbers.ts';
import type { FilingRow } from '../../tables.ts';
import { type After, tellCustomer } from '../../tell.ts';
import { reachStatus } from '../bureau-steps.ts';
import { aside } from './aside.ts';

/** The bureau gave the numbers: they are kept whatever the status, and a filing that was at the bureau is approved. */
export async function takePublished(
  trx: Db,
  after: After,
  row: FilingRow,
  result: Published & { at: Date },
): Promise<void> {
  const columns = numberColumns(result);
  await numberDomains(trx, row.id, result);
  const filed = await entityByIcpNumber(trx, result.entity.icp_number ?? '');
  if (filed) await giveEntity(trx, filed.entity_no, row.customer_id, 'filed');
  const reaches = ['reporting', 'sms_pending', 'bureau_review'].includes(row.status);
  if (!reaches) {
    await trx('filings').where({ id: row.id }).update(columns);
    // Published again after its approval: the numbers above are what is new.
    if (row.status === 'approved') return;
    return aside(trx, after, row, '管局发布了一份本平台不在上报中的备案');
  }
  await reachStatus(trx, after, row, {
    to: 'approved',
    at: result.at,
    patch: { ...columns, approved_at: now(), marks_sealed: null },
  });
  const icp_number = shownNumbers(result);
  if (ADDING.includes(row.kind))
    return tellCustomer(trx, after, row, 'filing.approved', { icp_number });
  await tellCustomer(trx, after, row, 'filing.completed', { what: KIND_WORDS[row.kind] });
}
