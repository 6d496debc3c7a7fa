import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type After, type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { runTransfer } from './jobs.ts';
import { RUNNING, type RunningState, type TransferRow, type TransferState } from './tables.ts';

/** From where each kind of work may be begun. An import that stopped or failed goes on where it was. */
const BEGINS: Record<RunningState, readonly TransferState[]> = {
  checking: ['mapping', 'checked'],
  importing: ['checked', 'stopped', 'failed'],
  writing: ['receiving'],
};

/** Owes a piece of work to the workers, from its first row unless it goes on. */
export async function begin(
  trx: Db,
  after: After,
  transfer: TransferRow,
  work: RunningState,
  goesOn = false,
): Promise<void> {
  const from = { done_rows: 0, bad_rows: 0, counts_json: '{}' };
  const moved = await trx('transfers')
    .where({ id: transfer.id })
    .whereIn('state', [...BEGINS[work]])
    .update({
      ...(goesOn ? {} : from),
      ...{ state: work, problem: null, stop_asked_at: null, lease_token: null, finished_at: null },
      ...{ due_at: now(), started_at: now(), started_row: goesOn ? transfer.done_rows : 0 },
    });
  if (moved !== 1) throw new UserError('conflict', '这项任务已在进行或已结束，请刷新页面');
  if (!goesOn) await trx('transfer_faults').where({ transfer_id: transfer.id }).delete();
  after(() => runTransfer.enqueue({ transferId: transfer.id }));
}

/** Asks whoever works on it to stop; the dry run goes back to its columns, an import stays where it is. */
export function askToStop(transfer: TransferRow, actor: Actor): Promise<void> {
  return inTransaction(async (trx) => {
    const asked = await trx('transfers')
      .where({ id: transfer.id })
      .whereIn('state', [...RUNNING])
      .update({ stop_asked_at: now() });
    if (asked !== 1) throw new UserError('conflict', '这项任务已经结束');
    await record(trx, actor, 'transfer.stopped', `transfer:${transfer.transfer_no}`);
  });
}
