import type { Actor } from '../../audit/index.ts';
import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type After, type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { AT_WORK, type TaskKind, type TaskRow } from '../tables.ts';
import { taskJob } from './job.ts';
import { type BulkPlan, type ExportPlan, sealPlan } from './plans.ts';

/** Owes a bulk act or an export to the workers; gives its number. */
export async function beginTask(
  trx: Db,
  after: After,
  kind: Exclude<TaskKind, 'import'>,
  plan: BulkPlan | ExportPlan,
  task: { batch_id?: number; made_by: number | null; total_rows: number },
): Promise<string> {
  const task_no = publicNo('KR');
  const at = now();
  const [id = 0] = await trx('card_tasks').insert({
    ...{ task_no, kind, state: 'running', plan_sealed: sealPlan(task_no, plan) },
    ...{ ...task, created_at: at, started_at: at, due_at: at },
  });
  after(() => taskJob.enqueue({ taskId: id }));
  return task_no;
}

/** From where each kind of work on an import may be begun. One that stopped or failed goes on where it was. */
const BEGINS = {
  checking: ['mapping', 'checked'],
  running: ['mapping', 'checked', 'stopped', 'failed'],
} as const;

/** Owes the dry run of an import, or the import, to the workers: from its first line, unless it was begun before. */
export async function beginImport(
  trx: Db,
  after: After,
  task: TaskRow,
  work: 'checking' | 'running',
): Promise<void> {
  const goesOn = task.state === 'stopped' || task.state === 'failed';
  const moved = await trx('card_tasks')
    .where({ id: task.id, state: task.state })
    .whereIn('state', [...BEGINS[work]])
    .update({
      ...(goesOn ? {} : { done_rows: 0, bad_rows: 0 }),
      ...{ state: work, problem: null, stop_asked_at: null, lease_token: null, finished_at: null },
      ...{ due_at: now(), started_at: now(), started_row: goesOn ? task.done_rows : 0 },
    });
  if (moved !== 1) throw new UserError('conflict', '这批已在处理或已结束，请刷新页面');
  if (!goesOn) await trx('card_faults').where({ task_id: task.id }).delete();
  if (work === 'running') await startBatch(trx, task.batch_id ?? 0);
  after(() => taskJob.enqueue({ taskId: task.id }));
}

async function startBatch(trx: Db, id: number): Promise<void> {
  const started = await trx('card_batches')
    .where({ id })
    .whereIn('state', ['waiting', 'stopped'])
    .whereNull('frozen_at')
    .update({ state: 'running' });
  if (started !== 1) throw new UserError('conflict', '这批已撤销、已冻结或正在导入，不能开始导入');
}

/** Asks whoever works on it to stop; what is done stays done. */
export function askToStop(task: TaskRow, actor: Actor): Promise<void> {
  return inTransaction(async (trx) => {
    const asked = await trx('card_tasks')
      .where({ id: task.id })
      .whereIn('state', [...AT_WORK])
      .update({ stop_asked_at: now() });
    if (asked !== 1) throw new UserError('conflict', '这项任务已经结束，请刷新页面');
    await record(trx, actor, 'cards.task_stopped', `card_task:${task.task_no}`);
  });
}
