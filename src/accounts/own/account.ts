import { record } from '../../audit/index.ts';
import { send } from '../../notify/index.ts';
import { MINUTE } from '../../platform/clock.ts';
import { type After, type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { maskEmail } from '../../platform/mask.ts';
import { seal } from '../../platform/seal.ts';
import { forgetTries, takeTry } from '../entry/attempts.ts';
import { setPassword, voidLinks } from '../entry/password-links.ts';
import { hashPassword, isPassword, passwordFault } from '../entry/passwords.ts';
import { endSessions, openSession, type SessionCookie, type Source } from '../sessions.ts';
import { openContact, openName, type SignedIn } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';
import { sealedContact, takenContact } from '../users.ts';

export interface Profile {
  name: string;
  email: string | null;
  mobile: string | null;
}

/** The person's own name, mail address and mobile number, in the clear: for his own page. */
export async function profileOf(userId: number): Promise<Profile> {
  const user = await rowOf(userId);
  return { name: openName(user), ...openContact(user) };
}

/** Changes a person's own data; a new mail address or mobile number takes the password. Throws UserError with the field. */
export async function changeProfile(
  user: SignedIn,
  wanted: Profile,
  currentPassword: string,
): Promise<void> {
  const row = await rowOf(user.id);
  const before = openContact(row);
  const changed = (['email', 'mobile'] as const).filter((kind) => before[kind] !== wanted[kind]);
  if (changed.length > 0) await refuseWrongPassword(row, currentPassword, 'your_password');
  const contact = sealedContact(row.user_no, wanted);
  const name_sealed = seal(wanted.name, `users.name:${row.user_no}`);
  const names = openName(row) === wanted.name ? changed : ['name', ...changed];
  await inTransaction(async (trx, after) => {
    try {
      await trx('users')
        .where({ id: user.id })
        .update({ name_sealed, ...contact });
    } catch (error) {
      throw takenContact(error) ?? error;
    }
    if (changed.includes('email')) await leaveAddress(trx, after, user.id, before.email, wanted);
    await record(trx, user.actor, 'account.changed', `user:${row.user_no}`, { changed: names });
  });
}

/** The old address: no link that was sent there is good any more, and it is told, in case it was not the person himself. */
async function leaveAddress(
  trx: Db,
  after: After,
  user_id: number,
  old: string | null,
  wanted: Profile,
): Promise<void> {
  await voidLinks(trx, user_id);
  if (!old) return;
  await send(trx, after, {
    event: 'account.email_changed',
    user_id,
    to: { email: old },
    values: { email: wanted.email ? maskEmail(wanted.email) : '（已删除）' },
  });
}

/** Changes the password, ends all sessions and opens one anew for this browser. */
export async function changePassword(
  user: SignedIn,
  form: { current_password: string; password: string },
  source: Source,
): Promise<SessionCookie> {
  const row = await rowOf(user.id);
  await refuseWrongPassword(row, form.current_password, 'current_password');
  const { email, mobile } = openContact(row);
  const fault = passwordFault(form.password, [openName(row), email, mobile]);
  if (fault) throw new UserError('unprocessable', fault, { password: fault });
  const hash = await hashPassword(form.password);
  return inTransaction(async (trx) => {
    await setPassword(trx, user.id, hash);
    await endSessions(trx, user.id);
    await record(trx, user.actor, 'account.password_changed', `user:${row.user_no}`);
    return openSession(trx, user.id, source);
  });
}

/** Whoever sits before an open session must not be able to guess the password by it. */
async function refuseWrongPassword(
  row: UserRow,
  password: string,
  field: 'current_password' | 'your_password',
): Promise<void> {
  await takeTry({ key: currentKey(row), most: 10, windowMs: 15 * MINUTE });
  if (await isPassword(password, row.password_hash)) return forgetTries(db, [currentKey(row)]);
  const message = '现在的密码不正确';
  throw new UserError('unprocessable', message, { [field]: message });
}

function currentKey(row: UserRow): string {
  return `current|${row.user_no}`;
}

async function rowOf(userId: number): Promise<UserRow> {
  return must(await db('users').where({ id: userId }).first(), '用户');
}
