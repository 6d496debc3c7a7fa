import { fromNow, MINUTE, now, SECOND } from './clock.ts';
import { type Db, db } from './db.ts';
import { log } from './log.ts';

export interface Schedule {
  name: string;
  everySeconds: number;
  /** Short, and within this machine: when due at the start, it is done before we say that we are ready. */
  atStart?: true;
  run(): Promise<void>;
}

/** A time that lies further ahead than its pace by this was written before the clock was set back: it is due. */
const AHEAD_MS = 5 * MINUTE;

/**
 * Runs each schedule at its pace, once over all processes: who moves `next_at` runs it.
 * Kept in MySQL, so that a flushed or absent Redis stops no schedule. Gives a function that stops it and
 * waits for what still runs.
 */
export function startSchedules(schedules: readonly Schedule[]): () => Promise<void> {
  const running = new Map<string, Promise<void>>();
  let ticking: Promise<void> | undefined;
  let isStopped = false;
  const tick = async () => {
    const due = await dueNames(db, schedules);
    for (const schedule of schedules) {
      if (isStopped) return;
      if (running.has(schedule.name) || !due.has(schedule.name)) continue;
      if (await claim(db, schedule)) {
        running.set(
          schedule.name,
          runOnce(schedule).finally(() => running.delete(schedule.name)),
        );
      }
    }
  };
  const timer = setInterval(() => {
    // A slow database is asked again only when it has answered.
    ticking ??= tick()
      .catch((error: unknown) => {
        log.warn('schedules wait for the database', { error });
      })
      .finally(() => {
        ticking = undefined;
      });
  }, SECOND);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await ticking;
    await Promise.all(running.values());
  };
}

/** Runs those of the schedules marked `atStart` that are due, one after the other. */
export async function runAtStart(schedules: readonly Schedule[]): Promise<void> {
  const marked = schedules.filter(({ atStart }) => atStart);
  const due = await dueNames(db, marked);
  for (const schedule of marked) {
    if (due.has(schedule.name) && (await claim(db, schedule))) await runOnce(schedule);
  }
}

async function runOnce(schedule: Schedule): Promise<void> {
  try {
    await schedule.run();
  } catch (error) {
    log.error('schedule failed', { schedule: schedule.name, error });
  }
}

/** The names that are due. One that the table does not know is due. */
async function dueNames(db: Db, schedules: readonly Schedule[]): Promise<Set<string>> {
  const rows = await db('schedules').select('name', 'next_at');
  const nextAt = new Map(rows.map((row) => [row.name, row.next_at.getTime()]));
  const isDue = ({ name, everySeconds }: Schedule) => {
    const at = nextAt.get(name) ?? 0;
    return at <= now().getTime() || at > farAhead(everySeconds).getTime();
  };
  return new Set(schedules.filter(isDue).map(({ name }) => name));
}

function farAhead(everySeconds: number): Date {
  return fromNow(everySeconds * SECOND + AHEAD_MS);
}

async function claim(db: Db, { name, everySeconds }: Schedule): Promise<boolean> {
  await db('schedules')
    .insert({ name, next_at: new Date(0) })
    .onConflict('name')
    .ignore();
  const won = await db('schedules')
    .where({ name })
    .where((at) => at.where('next_at', '<=', now()).orWhere('next_at', '>', farAhead(everySeconds)))
    .update({ next_at: fromNow(everySeconds * SECOND) });
  return won === 1;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    schedules: { name: string; next_at: Date };
  }
}
