import { db } from '../../../platform/db.ts';
import type { TableRow } from '../../../platform/tables/table.ts';
import { importPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { faultsBetween } from './faults.ts';
import { sourceRows } from './source.ts';

const BATCH = 500;

/** The refused rows as they came, each with its number and why: mended, the file can be imported as it is. */
export async function* faultsFile(transfer: TransferRow): AsyncGenerator<string[]> {
  const { headings, heading_row } = importPlan(transfer);
  yield [...headings, '原行号', '没有导入的原因'];
  let batch: TableRow[] = [];
  const faulty = async () => {
    const from = batch[0]?.row ?? 0;
    const words = await faultsBetween(db, transfer.id, from, batch.at(-1)?.row ?? from);
    return batch.flatMap(({ row, cells }) => {
      const why = words.get(row);
      const all = headings.map((_, at) => cells[at] ?? '');
      return why ? [[...all, String(row), why]] : [];
    });
  };
  for await (const row of sourceRows(transfer, heading_row)) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield* await faulty();
    batch = [];
  }
  yield* await faulty();
}
