import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { type Answer, queueAnswer } from './answers.ts';
import { sealAnswer, sealWords } from './seals.ts';
import type { TaskRow } from './tables.ts';

/** Answers a task: kept, and in line for the bureau, in one transaction. A UserError names what the bureau would refuse. */
export function answerTask(task: TaskRow, given: Answer, actor: Actor): Promise<void> {
  return inTransaction(async (trx, after) => {
    const { task_no, kind } = task;
    await settle(trx, task, {
      state: 'answered',
      answer_sealed: sealAnswer(task_no, given.answer),
      closed_words_sealed: null,
      settled_by: actor.id,
    });
    const record_no = await queueAnswer(trx, after, task, given);
    await trx('bureau_tasks').where({ task_no }).update({ record_no });
    await record(trx, actor, 'bureau.task_answered', `task:${task_no}`, { kind, record_no });
  });
}

/** Somebody has done what was asked, or says why there is nothing to do. */
export function closeTask(task: TaskRow, words: string, actor: Actor): Promise<void> {
  return inTransaction(async (trx) => {
    const { task_no, kind } = task;
    const closed_words_sealed = sealWords(task_no, words);
    await settle(trx, task, { state: 'closed', closed_words_sealed, settled_by: actor.id });
    await record(trx, actor, 'bureau.task_closed', `task:${task_no}`, { kind });
  });
}

async function settle(trx: Db, { id }: TaskRow, change: Partial<TaskRow>): Promise<void> {
  const settled = await trx('bureau_tasks')
    .where({ id, state: 'open' })
    .update({ ...change, open_key: null, settled_at: now() });
  if (settled !== 1) throw new UserError('conflict', '这项待办已被处理，请刷新页面');
}

/** The bureau has refused an answer (5005, 5006, 5007): it is to be given again, unless it was asked for anew since. */
export async function reopenTask(trx: Db, task_no: string, words: string): Promise<void> {
  const task = await trx('bureau_tasks').where({ task_no, state: 'answered' }).first();
  if (!task) return;
  const open_key = `${task.bureau_id}:${task.task_key}`;
  if (await trx('bureau_tasks').where({ open_key }).first('id')) return;
  await trx('bureau_tasks')
    .where({ id: task.id })
    .update({
      state: 'open',
      open_key,
      settled_by: null,
      settled_at: null,
      closed_words_sealed: sealWords(task_no, `管局退回了上次的反馈：${words}`),
    });
}
