import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { lifeOfSession } from '../settings.ts';
import type { SignedIn } from '../signed-in.ts';
import type { SessionRow } from '../tables.ts';

/** The person's living sessions, the latest used first. */
export async function livingSessions(
  db: Db,
  userId: number,
  operator: boolean,
): Promise<SessionRow[]> {
  const { idle, absolute } = await lifeOfSession(operator);
  const at = now().getTime();
  return db('sessions')
    .where({ user_id: userId })
    .whereNull('ended_at')
    .where('seen_at', '>', new Date(at - idle))
    .where('created_at', '>', new Date(at - absolute))
    .orderBy('seen_at', 'desc')
    .limit(100);
}

/** Ends one of the person's own sessions; another person's is not found. */
export async function endOneSession(user: SignedIn, sessionNo: string): Promise<void> {
  await inTransaction(async (trx) => {
    const ended = await trx('sessions')
      .where({ session_no: sessionNo, user_id: user.id })
      .whereNull('ended_at')
      .update({ ended_at: now() });
    must(ended || undefined, '登录设备');
    await record(trx, user.actor, 'account.session_ended', `user:${user.user_no}`, {
      session_no: sessionNo,
    });
  });
}
