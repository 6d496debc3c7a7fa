import { record, SYSTEM } from '../../../audit/index.ts';
import { type Imported, keepImported } from '../../../bureau/index.ts';
import { type Db, inTransaction } from '../../../platform/db.ts';
import { giveEntity } from '../../entities/owners.ts';
import { type Counts, countsOf } from '../counts.ts';
import { advanceTo, end, mayGoOn } from '../lease.ts';
import { importPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { tellMaker } from '../tell-maker.ts';
import { keepFaults } from './faults.ts';
import { type Judged, judgeOf } from './judge-row.ts';
import { customerOf, unownedNote } from './owner.ts';
import { sourceRows } from './source.ts';

const BATCH = 20;

interface Next {
  row: number;
  judged: Judged;
}

/**
 * The import: rows and how far it is commit together, so that a killed one goes on with the next row. What was judged
 * before is judged again: a row may contradict one that came long before it.
 */
export async function importRows(transfer: TransferRow): Promise<void> {
  const { columns, heading_row } = importPlan(transfer);
  const judge = await judgeOf(columns);
  let standing = { done: transfer.done_rows, bad: transfer.bad_rows, counts: countsOf(transfer) };
  let batch: Next[] = [];
  const commit = async () => {
    standing = await inTransaction((trx) => importBatch(trx, transfer, standing, batch));
    batch = [];
  };
  let at = 0;
  for await (const row of sourceRows(transfer, heading_row)) {
    const judged = await judge(row);
    if (++at <= transfer.done_rows) continue;
    batch.push({ row: row.row, judged });
    if (batch.length < BATCH) continue;
    await commit();
    await mayGoOn(transfer);
  }
  await commit();
  await inTransaction(async (trx, after) => {
    if (!(await end(trx, transfer, { state: 'done' }))) return;
    const { done, bad, counts } = standing;
    const subject = `transfer:${transfer.transfer_no}`;
    await record(trx, SYSTEM, 'transfer.finished', subject, {
      rows: done,
      refused: bad,
      ...counts,
    });
    const result = `共 ${done} 行，导入 ${done - bad} 行，${bad} 行没有导入。`;
    await tellMaker(trx, after, transfer, { what: '导入', result });
  });
}

interface Standing {
  done: number;
  bad: number;
  counts: Counts;
}

async function importBatch(
  trx: Db,
  transfer: TransferRow,
  before: Standing,
  batch: readonly Next[],
): Promise<Standing> {
  const standing = { ...before, counts: { ...before.counts } };
  for (const { row, judged } of batch) {
    standing.done++;
    if (!judged.ok) {
      standing.bad++;
      await keepFaults(trx, transfer.id, [{ row, faults: judged.faults }]);
      continue;
    }
    const { bureau_id, row: read } = judged;
    const kept = await keepImported(trx, { bureau_id, order: transfer.id }, read.record);
    count(standing.counts, kept);
    const customer = await customerOf(trx, read);
    if (customer) await own(trx, standing.counts, kept.entity_no, customer);
    else if (unownedNote(read).length > 0) {
      standing.counts.unowned++;
      await keepFaults(trx, transfer.id, [{ row, faults: unownedNote(read) }]);
    }
  }
  const { done, bad, counts } = standing;
  const counts_json = JSON.stringify(counts);
  await advanceTo(trx, transfer, { done_rows: done, bad_rows: bad, counts_json });
  return standing;
}

function count(counts: Counts, { entity, services }: Imported): void {
  counts[`entity_${entity}`]++;
  for (const one of services) counts[`service_${one}`]++;
}

async function own(trx: Db, counts: Counts, entity_no: string, customer: number): Promise<void> {
  if (await giveEntity(trx, entity_no, customer, 'imported')) counts.owned++;
  else counts.others++;
}
