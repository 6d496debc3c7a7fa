import type { Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { userWith } from '../entry/find-user.ts';
import { emailIn, emailIndex, identifierIn } from '../entry/identifiers.ts';
import { type Permission, rolesWith } from '../permissions.ts';
import { openContact, openName } from '../signed-in.ts';

/** Where a person can be reached; only for `notify` and the person's own page. */
export async function contactOf(
  db: Db,
  userId: number,
): Promise<{ email: string | null; mobile: string | null }> {
  return openContact(must(await db('users').where({ id: userId }).first(), '用户'));
}

/** A person's full name. */
export async function nameOf(db: Db, userId: number): Promise<string> {
  return openName(must(await db('users').where({ id: userId }).first(), '用户'));
}

/** Full names of several people, by id, in one query. */
export async function namesOf(db: Db, userIds: number[]): Promise<Map<number, string>> {
  const rows = await db('users').whereIn('id', userIds).select('id', 'user_no', 'name_sealed');
  return new Map(rows.map((row) => [row.id, openName(row)]));
}

/** The number and full name of several people, by id, in one query. */
export async function peopleByIds(
  db: Db,
  userIds: number[],
): Promise<{ id: number; user_no: string; name: string }[]> {
  const rows = await db('users').whereIn('id', userIds).select('id', 'user_no', 'name_sealed');
  return rows.map((row) => ({ id: row.id, user_no: row.user_no, name: openName(row) }));
}

/** Everyone who has the permission and is not disabled. */
export async function usersWith(db: Db, permission: Permission): Promise<number[]> {
  const rows = await holders(db, permission).distinct<{ id: number }[]>('users.id');
  return rows.map((row) => row.id);
}

/** Who has exactly this mail address, if he has the permission and is not disabled. */
export async function userByEmail(
  db: Db,
  email: string,
  permission: Permission,
): Promise<number | undefined> {
  const stored = emailIn(email);
  if (!stored) return undefined;
  const row = await holders(db, permission)
    .where('users.email_index', emailIndex(stored))
    .first<{ id: number } | undefined>('users.id');
  return row?.id;
}

/** Who has exactly this mail address or mobile number, if he has the permission and is not disabled. */
export async function userByAccount(
  db: Db,
  account: string,
  permission: Permission,
): Promise<number | undefined> {
  const identifier = identifierIn(account);
  const user = identifier && (await userWith(db, identifier));
  if (!user) return undefined;
  const held = await holders(db, permission).where('users.id', user.id).first('users.id');
  return held ? user.id : undefined;
}

function holders(db: Db, permission: Permission) {
  return db('users')
    .join('user_roles', 'user_roles.user_id', 'users.id')
    .whereNull('users.disabled_at')
    .whereIn('user_roles.role', [...rolesWith(permission)]);
}
