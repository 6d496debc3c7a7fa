import { type Actor, record } from '../audit/index.ts';
import { now } from '../platform/clock.ts';
import { type Db, isDuplicate } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { publicNo } from '../platform/ids.ts';
import { seal } from '../platform/seal.ts';
import { emailIn, emailIndex, mobileIn, mobileIndex } from './entry/identifiers.ts';
import { hashPassword } from './entry/passwords.ts';
import type { Role } from './permissions.ts';
import type { NewUserRow } from './tables.ts';

export interface NewUser {
  name: string;
  email?: string | null | undefined;
  mobile?: string | null | undefined;
  /** Without one the person sets it through a link. */
  password?: string | null | undefined;
  roles: readonly Role[];
}

/**
 * Makes a person. With no `actor` the person himself did it, from `ip`. Throws UserError conflict, with the field named,
 * when the mail address or the mobile number is taken, whoever comes first.
 */
export async function createUser(
  trx: Db,
  user: NewUser,
  actor?: Actor,
  ip?: string,
): Promise<{ id: number; user_no: string }> {
  const user_no = publicNo('YH');
  const password_hash = user.password ? await hashPassword(user.password) : null;
  const created_at = now();
  const id = await insertUser(trx, {
    user_no,
    name_sealed: seal(user.name, `users.name:${user_no}`),
    ...sealedContact(user_no, user),
    password_hash,
    password_set_at: password_hash ? created_at : null,
    created_at,
  });
  await trx('user_roles').insert(user.roles.map((role) => ({ user_id: id, role })));
  const doer = actor ?? { kind: 'user', id, name: user.name, ip: ip ?? null };
  await record(trx, doer, 'account.created', `user:${user_no}`, { roles: user.roles });
  return { id, user_no };
}

/** The four columns of mail address and mobile number; throws UserError when one is malformed. */
export function sealedContact(user_no: string, contact: Pick<NewUser, 'email' | 'mobile'>) {
  const email = contact.email ? emailIn(contact.email) : null;
  const mobile = contact.mobile ? mobileIn(contact.mobile) : null;
  if (email === undefined) throw wrong('email', '邮箱格式不正确');
  if (mobile === undefined) throw wrong('mobile', '手机号格式不正确');
  if (!email && !mobile) throw wrong('email', '请填写邮箱或手机号');
  return {
    email_sealed: email && seal(email, `users.email:${user_no}`),
    email_index: email && emailIndex(email),
    mobile_sealed: mobile && seal(mobile, `users.mobile:${user_no}`),
    mobile_index: mobile && mobileIndex(mobile),
  };
}

function wrong(field: string, message: string): UserError {
  return new UserError('unprocessable', message, { [field]: message });
}

async function insertUser(trx: Db, row: NewUserRow): Promise<number> {
  try {
    const [id] = await trx('users').insert(row);
    if (id === undefined) throw new Error('no id for a new user');
    return id;
  } catch (error) {
    throw takenContact(error) ?? error;
  }
}

/** A duplicate key in words that name the field. */
export function takenContact(error: unknown): UserError | undefined {
  if (!isDuplicate(error)) return undefined;
  const isMobile = duplicateKey(error).includes('mobile_index');
  const message = isMobile ? '这个手机号已注册，请直接登录' : '这个邮箱已注册，请直接登录';
  return new UserError('conflict', message, { [isMobile ? 'mobile' : 'email']: message });
}

/** The database's own sentence names the key; the error's message also holds the whole statement. */
function duplicateKey(error: unknown): string {
  return error instanceof Error && 'sqlMessage' in error ? String(error.sqlMessage) : '';
}
