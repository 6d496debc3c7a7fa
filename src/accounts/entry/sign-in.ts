import { record, SYSTEM } from '../../audit/index.ts';
import { HOUR, MINUTE } from '../../platform/clock.ts';
import { type After, type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { sourceOf } from '../own/device.ts';
import { tellNewDevice } from '../own/new-device.ts';
import { endSessionOf, openSession, type SessionCookie, type Source } from '../sessions.ts';
import { openName } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';
import { forgetTries, takeTry } from './attempts.ts';
import { userWith } from './find-user.ts';
import { identifierIn } from './identifiers.ts';
import { isPassword } from './passwords.ts';

/** Tries of one account from one source, and of one account from anywhere. */
const FROM_ONE_SOURCE = { most: 5, windowMs: 15 * MINUTE };
const FROM_ANYWHERE = { most: 50, windowMs: HOUR };

/**
 * Signs in and gives the new session's cookie. Throws UserError too_many with the minutes to wait, or
 * unprocessable with one answer for every wrong pair: it does not tell whether the account exists.
 */
export async function signIn(
  form: { account: string; password: string },
  source: Source,
): Promise<SessionCookie> {
  const keys = tryKeys(form.account, source);
  const left = await takeTry({ key: keys.near, ...FROM_ONE_SOURCE });
  await takeTry({ key: keys.far, ...FROM_ANYWHERE });
  const identifier = identifierIn(form.account);
  const user = identifier && (await userWith(db, identifier));
  const isRight = await isPassword(form.password, user?.password_hash ?? null);
  if (!user || !isRight || user.disabled_at) {
    await recordFailure(user, left, source);
    throw refusal(left);
  }
  await forgetTries(db, [keys.near, keys.far]);
  return inTransaction((trx, after) => startSession(trx, after, user, source, left));
}

/** Any text counts as an account here: tries with nonsense are limited like the others. */
function tryKeys(account: string, source: Source): { near: string; far: string } {
  const whose = identifierIn(account)?.value ?? account.normalize('NFKC').toLowerCase();
  return { near: `sign_in|${whose}|${sourceOf(source.ip)}`, far: `sign_in|${whose}` };
}

/** The count of tries starts anew when the password was changed by link. */
export function accountTryKey(identifier: string): string {
  return `sign_in|${identifier}`;
}

/** The password was right a moment ago: with the row locked it is looked at again, as it may be changed meanwhile. */
async function startSession(
  trx: Db,
  after: After,
  user: UserRow,
  source: Source,
  left: number,
): Promise<SessionCookie> {
  const current = await trx('users').where({ id: user.id }).forUpdate().first();
  if (!current || current.disabled_at || current.password_hash !== user.password_hash)
    throw refusal(left);
  await endSessionOf(trx, source);
  await tellNewDevice(trx, after, user, source);
  const actor = { kind: 'user', id: user.id, name: openName(user), ip: source.ip ?? null } as const;
  await record(trx, actor, 'account.signed_in', `user:${user.user_no}`);
  return openSession(trx, user.id, source);
}

/** One entry for the first failure of a series and one when it is stopped: a guesser does not flood the record. */
async function recordFailure(
  user: UserRow | undefined,
  left: number,
  source: Source,
): Promise<void> {
  if (left !== 0 && left !== FROM_ONE_SOURCE.most - 1) return;
  const action = left === 0 ? 'account.sign_in_stopped' : 'account.sign_in_failed';
  const subject = user ? `user:${user.user_no}` : 'user:unknown';
  const details = { disabled: Boolean(user?.disabled_at) };
  const actor = { ...SYSTEM, ip: source.ip ?? null };
  await inTransaction((trx) => record(trx, actor, action, subject, details));
}

function refusal(left: number): UserError {
  const minutes = FROM_ONE_SOURCE.windowMs / MINUTE;
  const more = left > 0 ? `还可以试 ${left} 次` : `请 ${minutes} 分钟后再试`;
  const message = `账号或密码不正确，${more}`;
  return new UserError('unprocessable', message, { password: message });
}
