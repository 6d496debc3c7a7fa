import { type Actor, record } from '../../../audit/index.ts';
import { DAY, fromNow, now } from '../../../platform/clock.ts';
import { inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { publicNo } from '../../../platform/ids.ts';
import { taskJob } from './job.ts';
import { type Plan, sealPlan } from './plan.ts';
import type { TaskKind, TaskRow } from './tables.ts';

/** Owes a task to the workers; who wants contacts in the clear has said why, and that is recorded. Gives its number. */
export function beginTask(
  { id, actor }: { id: number; actor: Actor },
  kind: TaskKind,
  plan: Plan,
  total: number,
): Promise<string> {
  return inTransaction(async (trx, after) => {
    const task_no = publicNo('PL');
    const [taskId] = await trx('shop_tasks').insert({
      ...{ task_no, kind, state: 'running', made_by: id, total },
      ...{ plan_sealed: sealPlan(task_no, plan), cursor_id: plan.top },
      ...{ created_at: now(), due_at: now(), started_at: now(), expires_at: fromNow(30 * DAY) },
    });
    const { asked, reason, month } = plan;
    const details = { kind, total, asked, month, whole: reason !== null, reason: reason ?? '' };
    await record(trx, actor, 'shop_task.begun', `shop_task:${task_no}`, details);
    after(() => taskJob.enqueue({ taskId: Number(taskId) }));
    return task_no;
  });
}

/** Asks whoever works on it to stop; what is done stays done. Throws UserError conflict when it is over. */
export function askToStop({ id, task_no }: TaskRow, actor: Actor): Promise<void> {
  return inTransaction(async (trx) => {
    const asked = await trx('shop_tasks')
      .where({ id, state: 'running' })
      .update({ stop_asked_at: now() });
    if (asked !== 1) throw new UserError('conflict', '这项任务已经结束');
    await record(trx, actor, 'shop_task.stopped', `shop_task:${task_no}`);
  });
}
