import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { forgetClients } from '../clients/kept-clients.ts';
import { invite } from '../entry/password-links.ts';
import type { Role } from '../permissions.ts';
import { endSessions, openSession, type SessionCookie, type Source } from '../sessions.ts';
import type { SignedIn } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';
import { createUser, type NewUser } from '../users.ts';

/** Makes a person who sets the password through a one-time link; gives the link's path, to be shown once. */
export async function addPerson(
  person: Omit<NewUser, 'password'>,
  by: SignedIn,
): Promise<{ user_no: string; link: string }> {
  return inTransaction(async (trx, after) => {
    const { user_no } = await createUser(trx, person, by.actor);
    const link = await invite(trx, after, await lockedUser(trx, user_no), by.actor);
    return { user_no, link };
  });
}

/** A new one-time link for a person who has lost his, or his password. */
export async function inviteAgain(userNo: string, by: SignedIn): Promise<string> {
  return inTransaction(async (trx, after) => {
    const user = await lockedUser(trx, userNo);
    if (user.disabled_at) throw new UserError('conflict', '账号已停用，请先启用');
    return invite(trx, after, user, by.actor);
  });
}

/**
 * Gives a person exactly these roles. His sessions end, so that nothing of the old rights lives on; for his own
 * roles the new cookie is given. Throws UserError conflict for the last administrator.
 */
export async function changeRoles(
  userNo: string,
  roles: readonly Role[],
  by: SignedIn,
  source: Source,
): Promise<SessionCookie | undefined> {
  return inTransaction(async (trx, after) => {
    after(async () => forgetClients());
    await lockAdministrators(trx);
    const user = await lockedUser(trx, userNo);
    const before = await rolesOf(trx, user.id);
    await trx('user_roles').where({ user_id: user.id }).delete();
    await trx('user_roles').insert(roles.map((role) => ({ user_id: user.id, role })));
    await refuseWithoutAdministrator(trx);
    await endSessions(trx, user.id);
    const details = { from: before, to: roles };
    await record(trx, by.actor, 'account.roles_changed', `user:${userNo}`, details);
    return user.id === by.id ? openSession(trx, user.id, source) : undefined;
  });
}

/**
 * Disables a person: signed out at once, everywhere; his programs' keys end here at once, elsewhere within a second.
 * Throws UserError conflict for oneself and the last administrator.
 */
export async function disablePerson(userNo: string, by: SignedIn): Promise<void> {
  await inTransaction(async (trx, after) => {
    after(async () => forgetClients());
    await lockAdministrators(trx);
    const user = await lockedUser(trx, userNo);
    if (user.id === by.id) throw new UserError('conflict', '不能停用自己的账号');
    if (user.disabled_at) return;
    await trx('users').where({ id: user.id }).update({ disabled_at: now() });
    await refuseWithoutAdministrator(trx);
    await endSessions(trx, user.id);
    await record(trx, by.actor, 'account.disabled', `user:${userNo}`);
  });
}

export async function enablePerson(userNo: string, by: SignedIn): Promise<void> {
  await inTransaction(async (trx) => {
    const user = await lockedUser(trx, userNo);
    if (!user.disabled_at) return;
    await trx('users').where({ id: user.id }).update({ disabled_at: null });
    await record(trx, by.actor, 'account.enabled', `user:${userNo}`);
  });
}

/** Ends all sessions of a person, for example when his phone is lost. */
export async function endSessionsOf(userNo: string, by: SignedIn): Promise<number> {
  return inTransaction(async (trx) => {
    const user = await lockedUser(trx, userNo);
    const count = await endSessions(trx, user.id);
    await record(trx, by.actor, 'account.sessions_ended', `user:${userNo}`, { count });
    return count;
  });
}

async function lockedUser(trx: Db, userNo: string): Promise<UserRow> {
  return must(await trx('users').where({ user_no: userNo }).forUpdate().first(), '用户');
}

async function rolesOf(trx: Db, userId: number): Promise<Role[]> {
  const rows = await trx('user_roles').where({ user_id: userId }).select('role');
  return rows.map((row) => row.role);
}

/** Taken first by all that may remove an administrator: two at once cannot each count on the other one. */
async function lockAdministrators(trx: Db): Promise<void> {
  await trx('user_roles').where({ role: 'administrator' }).forUpdate().select('user_id');
}

async function refuseWithoutAdministrator(trx: Db): Promise<void> {
  const left = await trx('user_roles')
    .join('users', 'users.id', 'user_roles.user_id')
    .where('user_roles.role', 'administrator')
    .whereNull('users.disabled_at')
    .first('users.id');
  if (!left) throw new UserError('conflict', '至少要保留一名启用的超级管理员');
}
