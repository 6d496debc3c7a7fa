import { fromNow, now, SECOND } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { newToken } from '../../platform/ids.ts';
import { isStopping } from '../../platform/stopping.ts';
import { RUNNING, type TransferRow } from './tables.ts';

/** A worker that has said nothing for so long is gone: another takes over. */
const LEASE_MS = 30 * SECOND;

/** Somebody else has taken over, or it is to stop: what was not committed does not count. */
export class GivenUp extends Error {
  readonly why: 'lost' | 'stop' | 'shutdown';
  constructor(why: GivenUp['why']) {
    super(`transfer given up: ${why}`);
    this.why = why;
  }
}

/** Takes a piece of work that is due; undefined when somebody has it, or nothing is owed. */
export async function take(transferId: number): Promise<TransferRow | undefined> {
  const lease_token = newToken();
  const taken = await db('transfers')
    .where({ id: transferId })
    .whereIn('state', [...RUNNING])
    .where('due_at', '<=', now())
    .update({ lease_token, due_at: fromNow(LEASE_MS) });
  return taken === 1 ? db('transfers').where({ id: transferId, lease_token }).first() : undefined;
}

type Changes = Partial<
  Pick<TransferRow, 'done_rows' | 'bad_rows' | 'counts_json' | 'pieces' | 'total_rows'>
>;

/** Notes how far it is, in the transaction of what was done; throws GivenUp when the work is no longer ours. */
export async function advanceTo(trx: Db, transfer: TransferRow, changes: Changes): Promise<void> {
  const { id, state, lease_token } = transfer;
  const noted = await trx('transfers')
    .where({ id, state, lease_token })
    .update({ ...changes, due_at: fromNow(LEASE_MS) });
  if (noted !== 1) throw new GivenUp('lost');
}

/** Asked between two pieces of work. */
export async function mayGoOn({ id }: TransferRow): Promise<void> {
  if (isStopping()) throw new GivenUp('shutdown');
  const row = await db('transfers').where({ id }).first('stop_asked_at');
  if (row?.stop_asked_at) throw new GivenUp('stop');
}

/** Ends a run: what it has become, and that nothing more is owed. False when another worker has it. */
export async function end(
  trx: Db,
  { id, lease_token, state }: TransferRow,
  ending: Pick<TransferRow, 'state'> & Partial<TransferRow>,
): Promise<boolean> {
  const ended = await trx('transfers')
    .where({ id, lease_token, state })
    .update({ ...ending, due_at: null, lease_token: null, finished_at: now() });
  return ended === 1;
}
