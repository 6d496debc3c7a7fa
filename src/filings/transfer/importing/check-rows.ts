import { type Db, db, inTransaction } from '../../../platform/db.ts';
import { advanceTo, end, mayGoOn } from '../lease.ts';
import { importPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { type Found, keepFaults } from './faults.ts';
import { type Judged, judgeOf } from './judge-row.ts';
import { customerOf, unownedNote } from './owner.ts';
import { sourceRows } from './source.ts';

const BATCH = 200;

/** The dry run: every row is judged, nothing is kept but what is wrong. A killed one begins anew. */
export async function checkRows(transfer: TransferRow): Promise<void> {
  const { columns, heading_row } = importPlan(transfer);
  const judge = await judgeOf(columns);
  await inTransaction((trx) => trx('transfer_faults').where({ transfer_id: transfer.id }).delete());
  const tally: Tally = {
    entities: new Set(),
    services: new Set(),
    ...{ done: 0, bad: 0, unowned: 0 },
  };
  let found: Found[] = [];
  const note = async () => {
    await inTransaction((trx) => keepTally(trx, transfer, tally, found));
    found = [];
  };
  for await (const row of sourceRows(transfer, heading_row)) {
    const faults = await take(tally, await judge(row));
    if (faults.length > 0) found.push({ row: row.row, faults });
    if (tally.done % BATCH !== 0) continue;
    await note();
    await mayGoOn(transfer);
  }
  await note();
  await end(db, transfer, { state: 'checked' });
}

/** What a dry run has counted so far; an entity stands in a row for each of its services. */
interface Tally {
  entities: Set<string>;
  services: Set<string>;
  done: number;
  bad: number;
  unowned: number;
}

/** Counts a row; gives what is to be said of it. */
async function take(tally: Tally, judged: Judged): Promise<Found['faults']> {
  tally.done++;
  if (!judged.ok) {
    tally.bad++;
    return judged.faults;
  }
  const { entity, services } = judged.row.record;
  tally.entities.add(entity.icp_number);
  for (const { icp_number } of services) tally.services.add(icp_number);
  if (await customerOf(db, judged.row)) return [];
  const notes = unownedNote(judged.row);
  if (notes.length > 0) tally.unowned++;
  return notes;
}

async function keepTally(
  trx: Db,
  transfer: TransferRow,
  { entities, services, done, bad, unowned }: Tally,
  found: Found[],
): Promise<void> {
  const counts = { entities: entities.size, services: services.size, unowned };
  await keepFaults(trx, transfer.id, found);
  const counts_json = JSON.stringify(counts);
  await advanceTo(trx, transfer, { done_rows: done, bad_rows: bad, counts_json });
}
