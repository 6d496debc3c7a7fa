import { HOUR, MINUTE, now, SECOND } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import type { Schedule } from '../platform/schedule.ts';
import { removeSource } from './importing/run-import.ts';
import { checkStock } from './stock/check-stock.ts';
import { keepFrozen } from './stock/keep-frozen.ts';
import { lapseCards, warnLapsing } from './stock/lapse-cards.ts';
import { warnStock } from './stock/warn-stock.ts';
import { AT_WORK, type TaskRow } from './tables.ts';
import { sweepTasks, taskJob } from './tasks/job.ts';

export const jobs = [taskJob];

const every = (ms: number) => ms / SECOND;

export const schedules: Schedule[] = [
  { name: 'cards.tasks', everySeconds: 10, run: sweepTasks },
  { name: 'cards.stock-warnings', everySeconds: every(MINUTE), run: warnStock },
  { name: 'cards.keep-frozen', everySeconds: every(MINUTE), run: keepFrozen },
  { name: 'cards.lapse', everySeconds: every(10 * MINUTE), run: lapseCards },
  { name: 'cards.lapsing', everySeconds: every(HOUR), run: warnLapsing },
  { name: 'cards.files', everySeconds: every(HOUR), run: sweepFiles },
  {
    name: 'cards.check-stock',
    everySeconds: every(24 * HOUR),
    run: async () => {
      await checkStock();
    },
  },
];

/** Removes the files whose time is over; that there was an import or an export stays known. */
export async function sweepFiles(): Promise<void> {
  const over = await db('card_tasks')
    .where('expires_at', '<', now())
    .whereNotIn('state', [...AT_WORK])
    .limit(100);
  for (const task of over) {
    await removeSource(task);
    if (task.state === 'receiving') await forget(task);
    else if (task.kind === 'export')
      await db('card_tasks').where({ id: task.id }).update({ state: 'expired' });
  }
}

/** An upload that broke off with its process: nobody has seen it. */
async function forget({ id, batch_id }: TaskRow): Promise<void> {
  await db('card_batches')
    .where({ id: batch_id ?? 0, state: 'waiting' })
    .delete();
  await db('card_tasks').where({ id }).delete();
}
