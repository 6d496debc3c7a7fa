import { z } from 'zod';
import { now } from '../../../platform/clock.ts';
import { db } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { defineJob } from '../../../platform/jobs.ts';
import { log } from '../../../platform/log.ts';
import { defineOwedWork } from '../../../platform/owed.ts';
import { doToEach } from './do-to-each.ts';
import { end, GivenUp, take } from './lease.ts';
import { type TaskRow, writesFile } from './tables.ts';
import { writeFile } from './write-file.ts';

/** One task, from where it stands to its end. A killed one is found by the sweep and goes on. */
export const taskJob = defineJob({
  name: 'orders.task',
  data: z.object({ taskId: z.number().int() }),
  attempts: 1,
  run: async ({ taskId }) => {
    const task = await take(taskId);
    if (task) await run(task);
  },
});

async function run(task: TaskRow): Promise<void> {
  try {
    await (writesFile(task.kind) ? writeFile(task) : doToEach(task));
  } catch (error) {
    await leave(task, error);
  }
}

async function leave(task: TaskRow, error: unknown): Promise<void> {
  if (error instanceof GivenUp) {
    if (error.why === 'shutdown')
      await db('shop_tasks')
        .where({ id: task.id, lease_token: task.lease_token })
        .update({ due_at: now(), lease_token: null });
    if (error.why === 'stop') await end(db, task, { state: 'stopped', expires_at: now() });
    return;
  }
  const isKnown = error instanceof UserError;
  if (!isKnown) log.error('shop task failed', { task_no: task.task_no, error });
  const problem = isKnown ? error.message : '系统出错，没有做完；请重试，仍不行请联系技术人员';
  await end(db, task, { state: 'failed', problem: problem.slice(0, 200) });
}

/** What is due and in nobody's hands: a worker that was killed, a bell that nobody heard. */
export async function sweepTasks(): Promise<void> {
  const due = await db('shop_tasks')
    .where('due_at', '<=', now())
    .orderBy('due_at')
    .limit(20)
    .select('id');
  for (const { id } of due) await taskJob.run({ taskId: id });
}

defineOwedWork('orders.tasks', async (db) => {
  const row = await db('shop_tasks').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row?.due_at ?? null;
});
