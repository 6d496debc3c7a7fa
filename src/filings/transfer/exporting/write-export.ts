import { record, SYSTEM } from '../../../audit/index.ts';
import { keepFile, removeFile } from '../../../documents/index.ts';
import { fromNow, HOUR } from '../../../platform/clock.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { writeCsv } from '../../../platform/tables/write-csv.ts';
import { advanceTo, end, mayGoOn } from '../lease.ts';
import { exportPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { tellMaker } from '../tell-maker.ts';
import { EXPORTS } from './index.ts';

const BATCH = 100;
/** How long whoever asked for it may take the file. */
const KEPT_MS = 24 * HOUR;

/** Writes the file of an export, sealed piece by piece. A killed one begins anew: a list changes meanwhile. */
export async function writeExport(transfer: TransferRow): Promise<void> {
  const { columns, asked, reason } = exportPlan(transfer);
  const list = EXPORTS[transfer.subject];
  await removeFile(transfer.transfer_no, transfer.pieces);
  await advanceTo(db, transfer, { pieces: 0, done_rows: 0, total_rows: await list.count(asked) });
  let done = 0;
  async function* rows(): AsyncGenerator<string[]> {
    yield columns.map((name) => list.columns[name]?.label ?? name);
    for await (const cells of list.rows(asked, columns, reason !== null)) {
      yield cells;
      if (++done % BATCH !== 0) continue;
      await advanceTo(db, transfer, { done_rows: done });
      await mayGoOn(transfer);
    }
  }
  await keepFile(transfer.transfer_no, writeCsv(rows()), (pieces) =>
    advanceTo(db, transfer, { pieces }),
  );
  await inTransaction(async (trx, after) => {
    const ending = { state: 'done' as const, done_rows: done, total_rows: done };
    if (!(await end(trx, transfer, { ...ending, expires_at: fromNow(KEPT_MS) }))) return;
    const subject = `transfer:${transfer.transfer_no}`;
    await record(trx, SYSTEM, 'transfer.finished', subject, { rows: done });
    const result = `共 ${done} 行，请在 24 小时内下载，只能下载一次。`;
    await tellMaker(trx, after, transfer, { what: '导出', result });
  });
}
