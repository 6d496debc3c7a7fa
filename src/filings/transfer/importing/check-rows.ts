import { db, inTransaction } from '../../../platform/db.ts';
import type { TableRow } from '../../../platform/tables/table.ts';
import { advanceTo, end, mayGoOn } from '../lease.ts';
import { importPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { type Found, keepFaults } from './faults.ts';
import { judgeOf } from './judge-row.ts';
import { customerOf, unownedNote } from './owner.ts';
import { sourceRows } from './source.ts';

const BATCH = 200;

/** The dry run: every row is judged, nothing is kept but what is wrong. A killed one begins anew. */
export async function checkRows(transfer: TransferRow): Promise<void> {
  const { columns, heading_row } = importPlan(transfer);
  const judge = await judgeOf(columns);
  await inTransaction((trx) => trx('transfer_faults').where({ transfer_id: transfer.id }).delete());
  const entities = new Set<string>();
  const services = new Set<string>();
  let done = 0;
  let bad = 0;
  let unowned = 0;
  let found: Found[] = [];
  const note = async () => {
    const counts = { entities: entities.size, services: services.size, unowned };
    await inTransaction(async (trx) => {
      await keepFaults(trx, transfer.id, found);
      const counts_json = JSON.stringify(counts);
      await advanceTo(trx, transfer, { done_rows: done, bad_rows: bad, counts_json });
    });
    found = [];
  };
  const take = async (row: TableRow) => {
    const judged = await judge(row);
    done++;
    if (judged.ok) {
      const { entity, services: told } = judged.row.record;
      entities.add(entity.icp_number);
      for (const { icp_number } of told) services.add(icp_number);
      const isOwned = await customerOf(db, judged.row);
      const faults = isOwned ? [] : unownedNote(judged.row);
      if (faults.length > 0) found.push({ row: row.row, faults });
      unowned += Math.sign(faults.length);
      return;
    }
    bad++;
    found.push({ row: row.row, faults: judged.faults });
  };
  for await (const row of sourceRows(transfer, heading_row)) {
    await take(row);
    if (done % BATCH !== 0) continue;
    await note();
    await mayGoOn(transfer);
  }
  await note();
  await end(db, transfer, { state: 'checked' });
}
