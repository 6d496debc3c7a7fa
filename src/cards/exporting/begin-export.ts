import { record } from '../../audit/index.ts';
import { openFile } from '../../documents/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { MOST_XLSX_ROWS } from '../../platform/tables/write-xlsx.ts';
import { countCards } from '../bulk/filter-cards.ts';
import type { Doer } from '../loop/set-loop.ts';
import type { TaskRow } from '../tables.ts';
import { beginTask } from '../tasks/begin.ts';
import type { ExportPlan } from '../tasks/plans.ts';

/** A slow line may take as long. */
const FETCHING_MS = 30 * MINUTE;

/** Asks for a file of cards; who wants the secrets in the clear has said why, and that is recorded. Gives its number. */
export async function beginExport(by: Doer, plan: ExportPlan): Promise<string> {
  const { count } = await countCards(db, plan.filter);
  if (count === 0) throw new UserError('conflict', '没有符合条件的卡密');
  if (plan.format === 'xlsx' && count >= MOST_XLSX_ROWS)
    throw new UserError('unprocessable', '一个表格放不下这么多行，请选择 CSV', {
      format: '一个表格放不下这么多行，请选择 CSV',
    });
  return inTransaction(async (trx, after) => {
    const task = { made_by: by.id, total_rows: count };
    const task_no = await beginTask(trx, after, 'export', plan, task);
    const details = { rows: count, whole: plan.reason !== null, reason: plan.reason ?? '' };
    await record(trx, by.actor, 'cards.export', `card_task:${task_no}`, details);
    return task_no;
  });
}

/** The file of an export, once, for whoever asked for it; to others it is not there. It is gone half an hour later. */
export async function fetchExport(
  { id, task_no, pieces, made_by }: TaskRow,
  by: Doer,
): Promise<AsyncIterable<Buffer>> {
  must(made_by === by.id ? made_by : undefined, '任务');
  await inTransaction(async (trx) => {
    const taken = await trx('card_tasks')
      .where({ id, kind: 'export', state: 'done' })
      .where('expires_at', '>', now())
      .update({ state: 'fetched', expires_at: fromNow(FETCHING_MS) });
    if (taken !== 1) throw new UserError('conflict', '这个文件已经下载过或已过期，请重新导出');
    await record(trx, by.actor, 'cards.fetched', `card_task:${task_no}`);
  });
  return openFile(task_no, pieces);
}
