import { z } from 'zod';
import { now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { defineJob } from '../../platform/jobs.ts';
import { defineOwedWork } from '../../platform/owed.ts';
import { runTask } from './run-task.ts';

/** One task, from where it stands to its end. A killed one is found by the sweep and goes on. */
export const taskJob = defineJob({
  name: 'cards.task',
  data: z.object({ taskId: z.number().int() }),
  attempts: 1,
  // A freeze does not wait for a long import.
  concurrency: 2,
  run: ({ taskId }) => runTask(taskId),
});

/** What is due and in nobody's hands, done here and now: a worker that was killed, a bell that nobody heard. */
export async function sweepTasks(): Promise<void> {
  const due = await db('card_tasks')
    .where('due_at', '<=', now())
    .orderBy('due_at')
    .limit(20)
    .select('id');
  for (const { id } of due) await runTask(id);
}

defineOwedWork('card_tasks', async (db: Db) => {
  const row = await db('card_tasks').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row?.due_at ?? null;
});
