import { record, SYSTEM } from '../../audit/index.ts';
import { keepFile, removeFile } from '../../documents/index.ts';
import { fromNow, HOUR } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { isStopping } from '../../platform/stopping.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { writeXlsx } from '../../platform/tables/write-xlsx.ts';
import type { TaskRow } from '../tables.ts';
import { advanceTo, end, mayGoOn } from '../tasks/lease.ts';
import { exportPlan } from '../tasks/plans.ts';
import { tellMaker } from '../tasks/tell-maker.ts';
import { exportRows } from './export-rows.ts';

const BATCH = 1000;
/** How long whoever asked for it may take the file. */
const KEPT_MS = 24 * HOUR;

/** Writes the file of an export, sealed piece by piece. A killed one begins anew: cards change meanwhile. */
export async function writeExport(task: TaskRow): Promise<void> {
  const { filter, format, reason } = exportPlan(task);
  await removeFile(task.task_no, task.pieces);
  await advanceTo(db, task, { pieces: 0, done_rows: 0 });
  let done = -1;
  async function* rows() {
    for await (const cells of exportRows(filter, reason !== null)) {
      yield cells;
      if (++done === 0 || done % BATCH !== 0) continue;
      await advanceTo(db, task, { done_rows: done });
      await mayGoOn(task, isStopping);
    }
  }
  const bytes = format === 'csv' ? writeCsv(rows()) : writeXlsx(rows());
  await keepFile(task.task_no, bytes, (pieces) => advanceTo(db, task, { pieces }));
  await inTransaction(async (trx, after) => {
    const ending = { state: 'done' as const, done_rows: done, total_rows: done };
    if (!(await end(trx, task, { ...ending, expires_at: fromNow(KEPT_MS) }))) return;
    await record(trx, SYSTEM, 'cards.exported', `card_task:${task.task_no}`, { rows: done });
    const result = `共 ${done} 张，请在 24 小时内下载，只能下载一次。`;
    await tellMaker(trx, after, task, { what: '导出', result }, `/card-tasks/${task.task_no}`);
  });
}
