import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import { bulkWork } from '../bulk/bulk-work.ts';
import { writeExport } from '../exporting/write-export.ts';
import { checkImport, runImport, stoppedImport } from '../importing/run-import.ts';
import type { TaskKind, TaskRow } from '../tables.ts';
import { end, GivenUp, take } from './lease.ts';

/** Does what a task owes; nothing when somebody else is at it, or nothing is owed. */
export async function runTask(taskId: number): Promise<void> {
  const task = await take(taskId);
  if (!task) return;
  try {
    await workOn(task);
  } catch (error) {
    await leave(task, error);
  }
}

function workOn(task: TaskRow): Promise<void> {
  if (task.kind === 'import')
    return task.state === 'checking' ? checkImport(task) : runImport(task);
  return task.kind === 'export' ? writeExport(task) : bulkWork(task);
}

/** Where a run that stopped or failed goes: a dry run back to its columns, all else stays where it is. */
async function leave(task: TaskRow, error: unknown): Promise<void> {
  if (error instanceof GivenUp && error.why === 'lost') return;
  if (error instanceof GivenUp && error.why === 'shutdown') {
    const { id, lease_token } = task;
    await db('card_tasks').where({ id, lease_token }).update({ due_at: now(), lease_token: null });
    return;
  }
  const isStop = error instanceof GivenUp;
  if (MUST_END.includes(task.kind) && !isStop) return tryAgain(task, error);
  const state = task.state === 'checking' ? 'mapping' : isStop ? 'stopped' : 'failed';
  const problem = isStop ? null : problemOf(task, error);
  await inTransaction(async (trx) => {
    const ended = await end(trx, task, { state, problem });
    if (ended && task.kind === 'import' && state !== 'mapping') await stoppedImport(trx, task);
  });
}

/** The batch has said already what it is: its cards follow, however often it takes. */
const MUST_END: readonly TaskKind[] = ['undo', 'freeze', 'thaw'];
const AGAIN_MS = MINUTE;

async function tryAgain(task: TaskRow, error: unknown): Promise<void> {
  const { id, lease_token } = task;
  const later = { due_at: fromNow(AGAIN_MS), lease_token: null, problem: problemOf(task, error) };
  await db('card_tasks').where({ id, lease_token }).update(later);
}

function problemOf({ task_no }: TaskRow, error: unknown): string {
  if (error instanceof UserError) return error.message.slice(0, 200);
  log.error('card task failed', { task_no, error });
  return '系统出错，没有做完；可以稍后继续，仍不行请联系技术人员';
}
