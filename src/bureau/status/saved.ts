import type { Knex } from 'knex';
import { now, SECOND, shownDay } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { defineGauge } from '../../platform/gauges.ts';
import { log } from '../../platform/log.ts';

/** The two questions that are about somebody's filing: by the names of the interface. */
export type Question = 'isp_querybeianstatus' | 'isp_verifybamm';
type What = 'asked' | 'saved';

const WRITE_EVERY = 5 * SECOND;
const counts = new Map<string, number>();
let timer: NodeJS.Timeout | undefined;

/** Counts a question that was asked, or that was answered without asking. No request waits for the count. */
export function countQuestion(method: Question, what: What): void {
  const key = `${shownDay(now())} ${method} ${what}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  timer ??= setTimeout(() => void writeCounts(), WRITE_EVERY).unref();
}

/** Writes what was counted; before the database is let go. What cannot be written is counted on. */
export async function writeCounts(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  for (const [key, count] of counts) {
    const [day = '', method = '', what = ''] = key.split(' ');
    const column = what === 'asked' ? 'asked' : 'saved';
    counts.delete(key);
    try {
      await db('bureau_calls_saved')
        .insert({ day, method, [column]: count })
        .onConflict(['day', 'method'])
        .merge({ [column]: db.raw('?? + ?', [column, count]) });
    } catch (error) {
      counts.set(key, (counts.get(key) ?? 0) + count);
      log.warn('calls saved wait for the database', { error });
      timer ??= setTimeout(() => void writeCounts(), WRITE_EVERY).unref();
      return;
    }
  }
}

/** How many questions were asked and how many were saved since the first of this month, in China. */
export async function savedThisMonth(db: Db): Promise<{ asked: number; saved: number }> {
  const [row] = await db('bureau_calls_saved')
    .where('day', '>=', `${shownDay(now()).slice(0, 7)}-01`)
    .select<Sums[]>(db.raw('sum(asked) as asked'), db.raw('sum(saved) as saved'));
  return { asked: Number(row?.asked ?? 0), saved: Number(row?.saved ?? 0) };
}

interface Sums {
  method: string;
  asked: string | null;
  saved: string | null;
}

for (const [what, help] of [
  ['saved', 'Questions to bureaus that were answered from what is known, by method'],
  ['asked', 'Questions to bureaus about somebody’s filing, by method'],
] as const) {
  defineGauge({
    name: `beika_bureau_calls_${what}_total`,
    help,
    read: async (db) => {
      const rows = await db('bureau_calls_saved')
        .groupBy('method')
        .select<Sums[]>('method', db.raw('sum(??) as ??', [what, what]));
      return Object.fromEntries(rows.map((row) => [row.method, Number(row[what] ?? 0)]));
    },
  });
}

interface SavedRow {
  day: string;
  method: string;
  asked: number;
  saved: number;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    bureau_calls_saved: Knex.CompositeTableType<
      SavedRow,
      Partial<SavedRow>,
      { [K in keyof SavedRow]?: SavedRow[K] | Knex.Raw }
    >;
  }
}
