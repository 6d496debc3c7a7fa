import type { Request, RequestHandler } from 'express';
import { UserError } from './errors.ts';

/** Who sends the request; what a user is, `accounts` declares. */
type User = NonNullable<Request['user']>;
type Permission = Parameters<User['may']>[0];

/** Everything behind this needs a signed-in person or program. */
export const signedIn: RequestHandler = (req, _res, next) => {
  userOf(req);
  next();
};

/** The signed-in person or program, or a refusal that leads to the sign-in page. */
export function userOf(req: Request): User {
  if (!req.user) throw new UserError('signin_required', '请先登录');
  return req.user;
}

/** Everything behind this needs the permission (never a role). */
export function requires(permission: Permission): RequestHandler {
  return (req, _res, next) => {
    if (!userOf(req).may(permission)) throw new UserError('forbidden', '您的账号没有这项权限');
    next();
  };
}

/** A page for the person himself, not for a program that acts for him. */
export const bySession: RequestHandler = (req, _res, next) => {
  if (userOf(req).via !== 'session') throw new UserError('forbidden', '这个页面不能用密钥访问');
  next();
};
