import { parseCookie } from 'cookie';
import type { CookieOptions, Request } from 'express';
import { fromNow, MINUTE, now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { newToken, publicNo, tokenDigest } from '../platform/ids.ts';
import { deviceInWords, maskIp } from './own/device.ts';
import type { Role } from './permissions.ts';
import type { SessionRow, UserRow } from './tables.ts';

export interface SessionCookie {
  name: string;
  value: string;
  options: CookieOptions;
}

/** What of a request tells where a person signs in. */
export type Source = Pick<Request, 'ip' | 'secure'> & { headers: Request['headers'] };

/** Signs somebody in: a session with a token of its own, of which only the digest is stored. */
export async function openSession(trx: Db, userId: number, source: Source): Promise<SessionCookie> {
  const token = newToken();
  const at = now();
  await trx('users').where({ id: userId }).update({ signed_in_at: at });
  await trx('sessions').insert({
    session_no: publicNo('DL'),
    user_id: userId,
    token_digest: tokenDigest(token),
    ip_masked: source.ip ? maskIp(source.ip) : null,
    device: deviceInWords(source.headers['user-agent']),
    created_at: at,
    seen_at: at,
  });
  return { name: cookieName(source), value: token, options: cookieOptions(source) };
}

/** Over https the cookie's name binds it to this host; over plain http a browser would refuse that name. */
export function cookieName(source: Pick<Request, 'secure'>): string {
  return source.secure ? '__Host-session' : 'session';
}

/** The row decides how long a session lives; the cookie only has to live longer. */
export function cookieOptions(source: Pick<Request, 'secure'>): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'lax',
    secure: source.secure,
    path: '/',
    maxAge: 365 * 24 * 60 * MINUTE,
  };
}

export type SessionUser = Pick<SessionRow, 'created_at' | 'seen_at'> &
  Pick<UserRow, 'id' | 'user_no' | 'name_sealed' | 'email_sealed' | 'mobile_sealed'> & {
    session_id: number;
    roles: Role[];
  };

/** The session of a token with its user and roles, however old; undefined when ended or the user is disabled. */
export async function sessionOf(db: Db, token: string): Promise<SessionUser | undefined> {
  const rows = await db('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
    .where('sessions.token_digest', tokenDigest(token))
    .whereNull('sessions.ended_at')
    .whereNull('users.disabled_at')
    .select<(Omit<SessionUser, 'roles'> & { role: Role | null })[]>(
      'sessions.id as session_id',
      'sessions.created_at',
      'sessions.seen_at',
      'users.id',
      'users.user_no',
      'users.name_sealed',
      'users.email_sealed',
      'users.mobile_sealed',
      'user_roles.role',
    );
  const [first] = rows;
  if (!first) return undefined;
  return { ...first, roles: rows.flatMap((row) => row.role ?? []) };
}

/** Notes that the session is in use, at most once a minute. */
export async function touchSession(db: Db, session: SessionUser): Promise<void> {
  if (session.seen_at > fromNow(-MINUTE)) return;
  await db('sessions')
    .where({ id: session.session_id })
    .where('seen_at', '<=', fromNow(-MINUTE))
    .update({ seen_at: now() });
}

/** Ends a person's sessions, all or all but one, and the links for his phone with them. Gives how many sessions. */
export async function endSessions(trx: Db, userId: number, exceptId = 0): Promise<number> {
  const at = now();
  await trx('users').where({ id: userId }).update({ sessions_ended_at: at });
  return trx('sessions')
    .where({ user_id: userId })
    .whereNull('ended_at')
    .whereNot({ id: exceptId })
    .update({ ended_at: at });
}

/** Ends the session a browser holds, if it holds one. */
export async function endSessionOf(trx: Db, source: Source): Promise<void> {
  const token = sessionToken(source);
  if (!token) return;
  await trx('sessions')
    .where({ token_digest: tokenDigest(token) })
    .whereNull('ended_at')
    .update({ ended_at: now() });
}

export function sessionToken(source: Source): string | undefined {
  return parseCookie(source.headers.cookie ?? '')[cookieName(source)];
}
