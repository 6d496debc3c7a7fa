import { z } from 'zod';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { isTaskKind } from './kinds.ts';
import { subjectIndex } from './seals.ts';
import type { TaskRow } from './tables.ts';

const PAGE = 50;
const text = z.string().trim().max(100).optional().catch('').default('');

/** What is asked of the list, as it stands in the address. `after`: where the page before ended. */
export const TasksAsked = z.object({
  state: z.enum(['open', 'overdue', 'answered', 'closed', 'all']).catch('open').default('open'),
  kind: text,
  bureau: text,
  /** A domain or an ICP number, with or without the number of its service. */
  subject: text,
  after: z
    .string()
    .regex(/^\d{1,15}_\d{1,15}$/)
    .optional()
    .catch(undefined),
});
export type TasksAsked = z.output<typeof TasksAsked>;

export type ListedTask = TaskRow & { bureau_name: string };

/** One page of tasks, the most urgent first, and where the next begins. */
export async function listTasks(
  db: Db,
  asked: TasksAsked,
): Promise<{ tasks: ListedTask[]; next: string | null }> {
  const rows = await wanted(db, asked)
    .orderBy('bureau_tasks.deadline_at')
    .orderBy('bureau_tasks.id')
    .limit(PAGE + 1);
  const tasks = rows.slice(0, PAGE);
  const last = tasks.at(-1);
  const next = rows.length > PAGE && last ? `${last.deadline_at.getTime()}_${last.id}` : null;
  return { tasks, next };
}

function wanted(db: Db, { state, kind, bureau, subject, after }: TasksAsked) {
  const query = withBureau(db);
  if (state === 'overdue') {
    query.where('bureau_tasks.state', 'open').where('deadline_at', '<', now());
  } else if (state !== 'all') query.where('bureau_tasks.state', state);
  if (isTaskKind(kind)) query.where('bureau_tasks.kind', kind);
  if (bureau) query.where('bureaus.name', bureau);
  if (subject) {
    const index = subjectIndex(subject);
    query.where((one) => one.where({ subject_index: index }).orWhere({ head_index: index }));
  }
  const [time, id] = after?.split('_').map(Number) ?? [];
  if (time !== undefined && id !== undefined) {
    const at = new Date(time);
    query.where((one) =>
      one
        .where('deadline_at', '>', at)
        .orWhere((same) => same.where('deadline_at', at).where('bureau_tasks.id', '>', id)),
    );
  }
  return query;
}

function withBureau(db: Db) {
  return db('bureau_tasks')
    .join('bureaus', 'bureaus.id', 'bureau_tasks.bureau_id')
    .select<ListedTask[]>('bureau_tasks.*', 'bureaus.name as bureau_name');
}

export async function taskNumbered(db: Db, task_no: string): Promise<ListedTask | undefined> {
  const [row] = await withBureau(db).where('bureau_tasks.task_no', task_no).limit(1);
  return row;
}

/** How many wait, and of them how many are past their deadline or due within a day. */
export async function countTasks(db: Db): Promise<{ open: number; urgent: number }> {
  const [counted] = await db('bureau_tasks')
    .where({ state: 'open' })
    .select<{ open: number; urgent: number | null }[]>(
      db.raw('count(*) as open'),
      db.raw('sum(deadline_at < ?) as urgent', [fromNow(DAY)]),
    );
  return { open: Number(counted?.open ?? 0), urgent: Number(counted?.urgent ?? 0) };
}
