import { type TaskAbout, tasksAfter } from '../../bureau/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { tellCustomer } from '../tell.ts';
import './tables.ts';

const PAGE = 200;

/** Tells customers, once each, that the bureau wants something put right; one that fails is tried again later. */
export async function tellTasks(): Promise<void> {
  for (let after_id = 0; ; ) {
    const tasks = await tasksAfter(db, { kind: 'rectification', after_id, limit: PAGE });
    for (const task of await untold(tasks)) {
      const { task_no } = task;
      await tell(task).catch((error) => log.error('task not told', { task_no, error }));
    }
    const last = tasks.at(-1);
    if (!last || tasks.length < PAGE) return;
    after_id = last.id;
  }
}

async function untold(tasks: readonly TaskAbout[]): Promise<TaskAbout[]> {
  const numbers = tasks.map(({ task_no }) => task_no);
  const told = await db('filing_task_notices').whereIn('task_no', numbers).select('task_no');
  return tasks.filter(({ task_no }) => !told.some((row) => row.task_no === task_no));
}

/** The row is the mark that it was told, and commits with the message: of two at once one gives way. */
async function tell({ task_no, filing_no, deadline_at }: TaskAbout): Promise<void> {
  try {
    await inTransaction(async (trx, after) => {
      await trx('filing_task_notices').insert({ task_no, filing_no, told_at: now() });
      const filing = await trx('filings').where({ filing_no }).first();
      if (!filing) return;
      const values = { until: shownDay(deadline_at) };
      await tellCustomer(trx, after, filing, 'filing.rectification', values);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
