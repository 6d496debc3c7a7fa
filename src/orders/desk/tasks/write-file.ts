import { keepFile, removeFile } from '../../../documents/index.ts';
import { fromNow, HOUR } from '../../../platform/clock.ts';
import { db } from '../../../platform/db.ts';
import { type CsvCell, writeCsv } from '../../../platform/tables/write-csv.ts';
import { writeXlsx } from '../../../platform/tables/write-xlsx.ts';
import { settlementRows } from '../reports/settlement-rows.ts';
import { finish } from './finish.ts';
import { advanceTo, mayGoOn } from './lease.ts';
import { orderRows } from './order-rows.ts';
import { planOf } from './plan.ts';
import type { TaskRow } from './tables.ts';

const BATCH = 200;
/** How long whoever asked for it may take the file. */
const KEPT_MS = 24 * HOUR;

/** Writes the file of a task, sealed piece by piece. A killed one begins anew: a list changes meanwhile. */
export async function writeFile(task: TaskRow): Promise<void> {
  const plan = planOf(task);
  const source = task.kind === 'settlement' ? settlementRows(db, plan.month) : orderRows(db, plan);
  await removeFile(task.task_no, task.pieces);
  await advanceTo(db, task, { pieces: 0, done: 0 });
  // The heading is no row of the table.
  let done = -1;
  async function* rows(): AsyncGenerator<CsvCell[]> {
    for await (const cells of source) {
      yield cells;
      if (++done === 0 || done % BATCH !== 0) continue;
      await advanceTo(db, task, { done });
      await mayGoOn(task);
    }
  }
  const bytes = plan.format === 'xlsx' ? writeXlsx(rows()) : writeCsv(rows());
  await keepFile(task.task_no, bytes, (pieces) => advanceTo(db, task, { pieces }));
  const ending = { done, total: done, expires_at: fromNow(KEPT_MS) };
  await finish(task, ending, `共 ${done} 行，请在 24 小时内下载，只能下载一次。`);
}
