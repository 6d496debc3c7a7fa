import { fromNow, now, SECOND } from './clock.ts';
import { type Db, db } from './db.ts';
import { log } from './log.ts';

export interface Schedule {
  name: string;
  everySeconds: number;
  run(): Promise<void>;
}

/**
 * Runs each schedule at its pace, once over all processes: who moves `next_at` runs it.
 * Kept in MySQL, so that a flushed or absent Redis stops no schedule. Gives a function that stops it.
 */
export function startSchedules(schedules: readonly Schedule[]): () => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const tick = async () => {
    const due = await dueNames(db);
    for (const schedule of schedules) {
      if (running.has(schedule.name) || !(due.get(schedule.name) ?? true)) continue;
      if (!(await claim(db, schedule))) continue;
      const run = schedule
        .run()
        .catch((error: unknown) => {
          log.error('schedule failed', { schedule: schedule.name, error });
        })
        .finally(() => running.delete(schedule.name));
      running.set(schedule.name, run);
    }
  };
  const timer = setInterval(() => {
    tick().catch((error: unknown) => log.warn('schedules wait for the database', { error }));
  }, SECOND);
  return async () => {
    clearInterval(timer);
    await Promise.all(running.values());
  };
}

/** Schedule name -> is it due? A name the table does not know is due. */
async function dueNames(db: Db): Promise<Map<string, boolean>> {
  const rows = await db('schedules').select('name', 'next_at');
  return new Map(rows.map((row) => [row.name, row.next_at <= now()]));
}

async function claim(db: Db, schedule: Schedule): Promise<boolean> {
  const next_at = fromNow(schedule.everySeconds * SECOND);
  await db('schedules')
    .insert({ name: schedule.name, next_at: new Date(0) })
    .onConflict('name')
    .ignore();
  const won = await db('schedules')
    .where({ name: schedule.name })
    .where('next_at', '<=', now())
    .update({ next_at });
  return won === 1;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    schedules: { name: string; next_at: Date };
  }
}
