import { record, SYSTEM } from '../../../audit/index.ts';
import { send } from '../../../notify/index.ts';
import { inTransaction } from '../../../platform/db.ts';
import { end } from './lease.ts';
import type { TaskRow } from './tables.ts';
import { KIND_WORDS } from './words.ts';

/** Ends a task that came through, and tells who began it. */
export async function finish(
  task: TaskRow,
  ending: Partial<TaskRow> & Pick<TaskRow, 'done'>,
  result: string,
): Promise<void> {
  await inTransaction(async (trx, after) => {
    if (!(await end(trx, task, { ...ending, state: 'done' }))) return;
    const { task_no, made_by: user_id, kind } = task;
    const details = { kind, done: ending.done, skipped: ending.skipped ?? 0 };
    await record(trx, SYSTEM, 'shop_task.finished', `shop_task:${task_no}`, details);
    const values = { what: KIND_WORDS[kind], result };
    const link = `/shop-tasks/${task_no}`;
    await send(trx, after, { event: 'shop.task_done', user_id, to: {}, values, link });
  });
}
