import type { Request, RequestHandler } from 'express';
import { now } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { clientOf } from './clients/clients.ts';
import { isOperator } from './permissions.ts';
import { type SessionUser, sessionOf, sessionToken, touchSession } from './sessions.ts';
import { lifeOfSession } from './settings.ts';
import { signedInAs } from './signed-in.ts';

/** Finds out who sends a request, by session cookie or `Authorization: Bearer bk_…`, and sets req.user. */
export const identify: RequestHandler = async (req, _res, next) => {
  const key = /^Bearer (bk_\S+)$/i.exec(req.get('authorization') ?? '')?.[1];
  if (key) await identifyClient(req, key);
  else await identifyPerson(req);
  next();
};

async function identifyClient(req: Request, key: string): Promise<void> {
  const user = await clientOf(db, key, req.ip ?? null);
  if (!user) throw new UserError('signin_required', '密钥无效或已停用');
  req.user = user;
}

async function identifyPerson(req: Request): Promise<void> {
  const token = sessionToken(req);
  const session = token ? await sessionOf(db, token) : undefined;
  if (!session) return;
  if (!(await isAlive(session))) {
    req.ended_session_of = session.id;
    return;
  }
  await touchSession(db, session);
  const way = { via: 'session', via_id: session.session_id, ip: req.ip ?? null } as const;
  req.user = signedInAs(session, session.roles, way);
}

async function isAlive(session: SessionUser): Promise<boolean> {
  const { idle, absolute } = await lifeOfSession(isOperator(session.roles));
  const at = now().getTime();
  return at - session.seen_at.getTime() < idle && at - session.created_at.getTime() < absolute;
}

declare global {
  namespace Express {
    interface Request {
      /** Whose session it was that has just run out: what he typed is kept for him. */
      ended_session_of?: number;
    }
  }
}
