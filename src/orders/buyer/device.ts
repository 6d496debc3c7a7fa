import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { DAY } from '../../platform/clock.ts';
import { newToken } from '../../platform/ids.ts';

const TOKEN = /^[\w-]{43}$/;
const cookieName = (req: Request) => (req.secure ? '__Host-buyer' : 'buyer');

/** What tells this browser from all others: 256 random bits in a cookie, of which only a keyed digest is kept. */
export function deviceOf(req: Request): string | undefined {
  const token = parseCookie(req.headers.cookie ?? '')[cookieName(req)];
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}

/** The same, given to the browser when it has none yet. */
export function giveDevice(req: Request, res: Response): string {
  const known = deviceOf(req);
  if (known !== undefined) return known;
  const token = newToken();
  const options = { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/' } as const;
  res.cookie(cookieName(req), token, { ...options, maxAge: 365 * DAY });
  return token;
}

/** The network address as limits count it: of IPv6 the part that one customer of a provider has. */
export const sourceOf = (req: Request): string => ipKeyGenerator(req.ip ?? '', 56);

/** Who buys on a page: a customer in his session; anybody else is a guest, operators and programs too. */
export function customerOf(req: Request): number | null {
  const { user } = req;
  return user?.via === 'session' && user.may('shop.buy') ? user.id : null;
}
