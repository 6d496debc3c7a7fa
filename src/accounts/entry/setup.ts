import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { newToken, tokenDigest } from '../../platform/ids.ts';
import { derive, secrets } from '../../platform/secrets.ts';
import { openSession, type SessionCookie, type Source } from '../sessions.ts';
import { createUser } from '../users.ts';
import { passwordFault } from './passwords.ts';

/** A row of `settings` that exists as long as the link may be used. */
const LINK = 'setup.link';

/** Is there no administrator yet? */
export async function setupNeeded(db: Db): Promise<boolean> {
  return !(await db('user_roles').where({ role: 'administrator' }).first('user_id'));
}

/** The token of the one-time set-up link, the same in every process; stored is only what it is derived from. */
export async function setupToken(): Promise<string> {
  const fresh = { name: LINK, value_json: JSON.stringify(newToken()), updated_at: now() };
  await db('settings').insert(fresh).onConflict('name').ignore();
  return tokenFor((await storedLink(db)) ?? '');
}

/** Is this the token of the link that was printed, and was it not used? */
export async function isSetupToken(token: string): Promise<boolean> {
  return matches(token, await storedLink(db));
}

/**
 * Makes the first administrator and signs him in: exactly once, whoever comes first. Throws UserError
 * not_found when the link is wrong or used, unprocessable when a field is.
 */
export async function claimSetup(
  trx: Db,
  token: string,
  admin: { email: string; name: string; password: string },
  source: Source,
): Promise<{ user_id: number; session_cookie: SessionCookie }> {
  const link = await storedLink(trx);
  const refusal = new UserError('not_found', '设置链接无效或已使用。请查看程序启动时打印的链接');
  if (!link || !matches(token, link)) throw refusal;
  refuseWeak(admin);
  const taken = await trx('settings').where({ name: LINK, value_json: link }).delete();
  if (taken !== 1 || !(await setupNeeded(trx))) throw refusal;
  const { id, user_no } = await createUser(
    trx,
    { ...admin, roles: ['administrator'] },
    undefined,
    source.ip,
  );
  const actor = { kind: 'user', id, name: admin.name, ip: source.ip ?? null } as const;
  await record(trx, actor, 'setup.claimed', `user:${user_no}`);
  return { user_id: id, session_cookie: await openSession(trx, id, source) };
}

/** An administrator from the command line; the set-up link is void from then on. */
export async function createAdmin(
  email: string,
  password: string,
): Promise<{ id: number; user_no: string }> {
  const name = email.split('@')[0] ?? email;
  refuseWeak({ email, name, password });
  return inTransaction(async (trx) => {
    await trx('settings').where({ name: LINK }).delete();
    const actor = { kind: 'system', id: null, name: '命令行' } as const;
    return createUser(trx, { email, name, password, roles: ['administrator'] }, actor);
  });
}

function refuseWeak(admin: { email: string; name: string; password: string }): void {
  const message = passwordFault(admin.password, [admin.email, admin.name]);
  if (message) throw new UserError('unprocessable', message, { password: message });
}

async function storedLink(db: Db): Promise<string | undefined> {
  return (await db('settings').where({ name: LINK }).first('value_json'))?.value_json;
}

const linkKey = derive(secrets.signing_key, 'beika setup link');

function tokenFor(stored: string): string {
  const seed = z.string().parse(JSON.parse(stored));
  return createHmac('sha256', linkKey).update(seed).digest('base64url');
}

function matches(token: string, stored: string | undefined): boolean {
  if (!stored) return false;
  const [given, right] = [tokenDigest(token), tokenDigest(tokenFor(stored))];
  return timingSafeEqual(Buffer.from(given), Buffer.from(right));
}
