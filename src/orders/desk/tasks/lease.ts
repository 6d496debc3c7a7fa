import { fromNow, now, SECOND } from '../../../platform/clock.ts';
import { type Db, db } from '../../../platform/db.ts';
import { newToken } from '../../../platform/ids.ts';
import { isStopping } from '../../../platform/stopping.ts';
import type { TaskRow } from './tables.ts';

/** A worker that has said nothing for so long is gone: another takes over. */
const LEASE_MS = 30 * SECOND;

/** Somebody else has taken over, or it is to stop: what was not committed does not count. */
export class GivenUp extends Error {
  readonly why: 'lost' | 'stop' | 'shutdown';
  constructor(why: GivenUp['why']) {
    super(`task given up: ${why}`);
    this.why = why;
  }
}

/** Takes a task that is due; undefined when somebody has it, or nothing is owed. */
export async function take(id: number): Promise<TaskRow | undefined> {
  const lease_token = newToken();
  const taken = await db('shop_tasks')
    .where({ id, state: 'running' })
    .where('due_at', '<=', now())
    .update({ lease_token, due_at: fromNow(LEASE_MS) });
  return taken === 1 ? db('shop_tasks').where({ id, lease_token }).first() : undefined;
}

type Changes = Partial<Pick<TaskRow, 'done' | 'skipped' | 'cursor_id' | 'pieces' | 'total'>>;

/** Notes how far it is, in the transaction of what was done; throws GivenUp when the work is no longer ours. */
export async function advanceTo(trx: Db, task: TaskRow, changes: Changes): Promise<void> {
  const { id, lease_token } = task;
  const noted = await trx('shop_tasks')
    .where({ id, state: 'running', lease_token })
    .update({ ...changes, due_at: fromNow(LEASE_MS) });
  if (noted !== 1) throw new GivenUp('lost');
}

/** Asked between two pieces of work. */
export async function mayGoOn({ id }: TaskRow): Promise<void> {
  if (isStopping()) throw new GivenUp('shutdown');
  const row = await db('shop_tasks').where({ id }).first('stop_asked_at');
  if (row?.stop_asked_at) throw new GivenUp('stop');
}

/** Ends a run: what it has become, and that nothing more is owed. False when another worker has it. */
export async function end(
  trx: Db,
  { id, lease_token }: TaskRow,
  ending: Pick<TaskRow, 'state'> & Partial<TaskRow>,
): Promise<boolean> {
  const ended = await trx('shop_tasks')
    .where({ id, lease_token, state: 'running' })
    .update({ ...ending, due_at: null, lease_token: null, finished_at: now() });
  return ended === 1;
}
