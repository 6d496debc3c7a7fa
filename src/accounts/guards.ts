import { MINUTE } from '../platform/clock.ts';
import { limited } from '../platform/guards.ts';

export { bySession, requires, userOf } from '../platform/permitted.ts';

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
