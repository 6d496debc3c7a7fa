import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { clearAlarms } from '../alarms.ts';
import { isOutOfCalls } from '../call-limit.ts';
import { updateFenced } from '../lease.ts';
import { isNoAnswer } from '../soap/calls.ts';
import type { UploadRow } from '../tables.ts';
import type { Round } from './context.ts';
import { askPrevious, isOurs, tellable } from './previous.ts';
import { accepted } from './send.ts';
import { openUpload } from './uploads.ts';

/**
 * Goes on after the bureau's newest number, when an operator says that it is right: after a restored backup, or when
 * another system has used the account. A file of ours that waits moves to the next free number. Gives the number of
 * the next file. Throws a UserError when the bureau does not say where it stands, or stands behind us.
 */
export async function adoptSequence(round: Round, actor: Actor): Promise<number> {
  const { id: bureau_id, name } = round.bureau;
  const previous = await askPrevious(round).catch(noneWhenUnheard);
  if (!previous) throw new UserError('unavailable', '管局没有告知最新序号，请稍后再试');
  const ahead = await db('bureau_uploads')
    .where({ bureau_id, status: 'accepted' })
    .where('sequence', '>', previous.sequence)
    .first('id');
  if (ahead) {
    throw new UserError('conflict', '管局的序号比本系统小：系统会按管局要求自动补报，直接恢复即可');
  }
  const open = await openUpload(bureau_id);
  if (open && isOurs(previous, await tellable(round, open), round)) await accepted(round, open);
  return inTransaction(async (trx) => {
    const isMoved = open !== undefined && (await moveBehind(trx, open, previous.sequence));
    const next_sequence = previous.sequence + (isMoved ? 2 : 1);
    const running = { paused_at: null, pause_reason: null, next_poll_at: now() };
    await updateFenced(trx, round.lease, { next_sequence, sequence_checked_at: now(), ...running });
    await clearAlarms(trx, bureau_id);
    await record(trx, actor, 'bureau.sequence_adopted', `bureau:${name}`, { next_sequence });
    return next_sequence;
  });
}

/** A bureau that cannot be reached has not said where it stands. */
function noneWhenUnheard(error: unknown): undefined {
  if (!isNoAnswer(error) && !isOutOfCalls(error)) throw error;
}

/** false: it is no longer open. */
async function moveBehind(trx: Db, upload: UploadRow, last: number): Promise<boolean> {
  const moved = await trx('bureau_uploads')
    .where({ id: upload.id })
    .whereIn('status', ['frozen', 'sending'])
    .update({ sequence: last + 1, status: 'frozen' });
  return moved === 1;
}
