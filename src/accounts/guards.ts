import type { RequestHandler } from 'express';
import { MINUTE } from '../platform/clock.ts';
import { UserError } from '../platform/errors.ts';
import { limited } from '../platform/guards.ts';
import { userOf } from '../platform/permitted.ts';

export { requires, userOf } from '../platform/permitted.ts';

/** A page for the person himself, not for a program that acts for him. */
export const bySession: RequestHandler = (req, _res, next) => {
  if (userOf(req).via !== 'session') throw new UserError('forbidden', '这个页面不能用密钥访问');
  next();
};

/** By source address, over all accounts; each account has limits of its own beside them. */
export const limitSignIn = limited({
  name: 'sign-in',
  limit: 120,
  windowMs: 10 * MINUTE,
  failOpen: false,
});
export const limitSignUp = limited({
  name: 'sign-up',
  limit: 60,
  windowMs: 10 * MINUTE,
  failOpen: false,
});
export const limitReset = limited({
  name: 'password-reset',
  limit: 60,
  windowMs: 10 * MINUTE,
  failOpen: false,
});
