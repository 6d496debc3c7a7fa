import { type Actor, record } from '../../audit/index.ts';
import { send } from '../../notify/index.ts';
import { DAY, fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type After, type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { newToken, tokenDigest } from '../../platform/ids.ts';
import { endSessions } from '../sessions.ts';
import { openContact, openName } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';
import { forgetTries } from './attempts.ts';
import { userWith } from './find-user.ts';
import type { Identifier } from './identifiers.ts';
import { hashPassword, passwordFault } from './passwords.ts';
import { accountTryKey } from './sign-in.ts';

const RESET_MINUTES = 30;
export const INVITED_DAYS = 3;

/** Sends a reset link to the person's mail address, if there is such a person with one. Tells nobody which. */
export async function sendResetLink(account: Identifier): Promise<void> {
  const user = await userWith(db, account);
  if (!user || user.disabled_at || !user.email_sealed) return;
  await inTransaction(async (trx, after) => {
    // Locked: no link leaves for an address that is being changed at this moment.
    const locked = await trx('users').where({ id: user.id }).forUpdate().first();
    if (!locked || locked.disabled_at || locked.email_index !== user.email_index) return;
    const token = await newLink(trx, user.id, RESET_MINUTES * MINUTE);
    await send(trx, after, {
      event: 'account.password_reset',
      user_id: user.id,
      to: { email: openContact(user).email },
      values: { minutes: String(RESET_MINUTES) },
      link: linkPath(token),
    });
    await record(trx, personOf(user), 'account.reset_asked', `user:${user.user_no}`);
  });
}

/** A link on which a person whom an administrator has made (or helps) sets the password. Gives its path. */
export async function invite(trx: Db, after: After, user: UserRow, actor: Actor): Promise<string> {
  const token = await newLink(trx, user.id, INVITED_DAYS * DAY);
  await send(trx, after, {
    event: 'account.invited',
    user_id: user.id,
    to: { email: openContact(user).email },
    values: { name: openName(user), days: String(INVITED_DAYS) },
    link: linkPath(token),
  });
  await record(trx, actor, 'account.invited', `user:${user.user_no}`);
  return linkPath(token);
}

function linkPath(token: string): string {
  return `/new-password?token=${token}`;
}

/** A newer link ends the older ones. */
async function newLink(trx: Db, user_id: number, lifeMs: number): Promise<string> {
  await voidLinks(trx, user_id);
  const token = newToken();
  await trx('password_links').insert({
    user_id,
    token_digest: tokenDigest(token),
    created_at: now(),
    expires_at: fromNow(lifeMs),
  });
  return token;
}

/** Also when the password was changed otherwise, or when the address they were sent to is the person's no more. */
export async function voidLinks(trx: Db, userId: number): Promise<void> {
  await trx('password_links')
    .where({ user_id: userId })
    .whereNull('used_at')
    .update({ used_at: now() });
}

/** The person whose usable link this is. */
export async function userOfLink(db: Db, token: string): Promise<UserRow | undefined> {
  return db('users')
    .join('password_links', 'password_links.user_id', 'users.id')
    .where('password_links.token_digest', tokenDigest(token))
    .whereNull('password_links.used_at')
    .where('password_links.expires_at', '>', now())
    .whereNull('users.disabled_at')
    .first<UserRow | undefined>('users.*');
}

/**
 * Sets the password on a link: once, whoever comes first; all sessions end. Throws UserError not_found for a
 * used or late link, unprocessable for a weak password (the link stays good).
 */
export async function usePasswordLink(
  token: string,
  password: string,
  ip: string | null,
): Promise<void> {
  const gone = new UserError('not_found', '链接已使用或已过期，请重新申请');
  const user = await userOfLink(db, token);
  if (!user) throw gone;
  const { email, mobile } = openContact(user);
  const fault = passwordFault(password, [openName(user), email, mobile]);
  if (fault) throw new UserError('unprocessable', fault, { password: fault });
  const password_hash = await hashPassword(password);
  await inTransaction(async (trx) => {
    if (!(await claimLink(trx, token))) throw gone;
    await setPassword(trx, user.id, password_hash);
    await endSessions(trx, user.id);
    const keys = [email, mobile].flatMap((value) => (value ? [accountTryKey(value)] : []));
    await forgetTries(trx, keys);
    await record(trx, { ...personOf(user), ip }, 'account.password_set', `user:${user.user_no}`);
  });
}

async function claimLink(trx: Db, token: string): Promise<boolean> {
  const claimed = await trx('password_links')
    .where({ token_digest: tokenDigest(token) })
    .whereNull('used_at')
    .where('expires_at', '>', now())
    .update({ used_at: now() });
  return claimed === 1;
}

/** The only writer of users.password_hash after a user was made. */
export async function setPassword(trx: Db, userId: number, hash: string): Promise<void> {
  await trx('users').where({ id: userId }).update({ password_hash: hash, password_set_at: now() });
  await voidLinks(trx, userId);
}

function personOf(user: UserRow): Actor {
  return { kind: 'user', id: user.id, name: openName(user) };
}
