import { fromNow, now, SECOND } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { newToken } from '../../platform/ids.ts';
import { AT_WORK, type TaskRow } from '../tables.ts';

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
export async function take(taskId: number): Promise<TaskRow | undefined> {
  const lease_token = newToken();
  const taken = await db('card_tasks')
    .where({ id: taskId })
    .whereIn('state', [...AT_WORK])
    .where('due_at', '<=', now())
    .update({ lease_token, due_at: fromNow(LEASE_MS) });
  return taken === 1 ? db('card_tasks').where({ id: taskId, lease_token }).first() : undefined;
}

type Held = Pick<TaskRow, 'id' | 'state' | 'lease_token'>;
type Progress = Partial<Pick<TaskRow, 'done_rows' | 'bad_rows' | 'pieces' | 'total_rows'>>;

/** Notes how far it is, in the transaction of what was done; throws GivenUp when the work is no longer ours. */
export async function advanceTo(trx: Db, held: Held, progress: Progress): Promise<void> {
  const { id, state, lease_token } = held;
  const noted = await trx('card_tasks')
    .where({ id, state, lease_token })
    .update({ ...progress, due_at: fromNow(LEASE_MS) });
  if (noted !== 1) throw new GivenUp('lost');
}

/** Asked between two pieces of work: whether somebody wants it stopped. */
export async function mayGoOn({ id }: Pick<TaskRow, 'id'>, isStopping: () => boolean) {
  if (isStopping()) throw new GivenUp('shutdown');
  const row = await db('card_tasks').where({ id }).first('stop_asked_at');
  if (row?.stop_asked_at) throw new GivenUp('stop');
}

/** Ends a run: what it has become, and that nothing more is owed. False when another worker has it. */
export async function end(
  trx: Db,
  { id, lease_token, state }: Held,
  ending: Pick<TaskRow, 'state'> & Partial<TaskRow>,
): Promise<boolean> {
  const ended = await trx('card_tasks')
    .where({ id, lease_token, state })
    .update({ ...ending, due_at: null, lease_token: null, finished_at: now() });
  return ended === 1;
}
