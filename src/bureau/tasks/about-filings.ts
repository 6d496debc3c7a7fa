import type { Db } from '../../platform/db.ts';
import { textAt } from './facts.ts';
import type { TaskKind } from './kinds.ts';
import { openTask } from './seals.ts';
import type { TaskRow } from './tables.ts';

/** What a bureau wants done about one filing of ours. `words`: its own, '' when it wrote none. */
export interface TaskAbout {
  id: number;
  task_no: string;
  kind: TaskKind;
  filing_no: string;
  words: string;
  deadline_at: Date;
}

/** What is open about one filing, the most urgent first. */
export async function tasksAbout(db: Db, filing_no: string): Promise<TaskAbout[]> {
  const rows = await db('bureau_tasks')
    .where({ filing_no, state: 'open' })
    .orderBy('deadline_at')
    .limit(20);
  return rows.flatMap(aboutOf);
}

/** Open tasks of one kind about filings of ours, in order of their ids, those after `after_id`. */
export async function tasksAfter(
  db: Db,
  { kind, after_id, limit }: { kind: TaskKind; after_id: number; limit: number },
): Promise<TaskAbout[]> {
  const rows = await db('bureau_tasks')
    .where({ kind, state: 'open' })
    .whereNotNull('filing_no')
    .where('id', '>', after_id)
    .orderBy('id')
    .limit(limit);
  return rows.flatMap(aboutOf);
}

function aboutOf(row: TaskRow): TaskAbout[] {
  const { id, task_no, kind, filing_no, deadline_at } = row;
  if (!filing_no) return [];
  return [{ id, task_no, kind, filing_no, deadline_at, words: textAt(openTask(row), 'words') }];
}
