import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { UserError } from './errors.ts';
import { logContext } from './log.ts';

export { type Limit, limited } from './limits.ts';

/** Gives each request a number that its log lines, error page and answer carry. */
export const requestId: RequestHandler = (req, res, next) => {
  req.id = randomUUID();
  res.set('X-Request-Id', req.id);
  logContext.run({ request_id: req.id }, next);
};

/** No inline script or style anywhere, so the policy needs no exception. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      manifestSrc: ["'self'"],
    },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
});

/**
 * Cross-site posts are refused by the headers that browsers always send, so no form needs a hidden field.
 * Programs send neither header; they are trusted by their key or signature only.
 */
export const sameOrigin: RequestHandler = (req, _res, next) => {
  if (['GET', 'HEAD', 'OPTIONS'].includes(req.method)) return next();
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  const ours = site
    ? site === 'same-origin' || site === 'none'
    : !origin || hostOf(origin) === req.get('host');
  if (!ours) throw new UserError('forbidden', '请求来源不正确，请从本站页面操作');
  next();
};

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** What is made for somebody is never kept by a browser or a proxy; a route that may be kept says so itself. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
