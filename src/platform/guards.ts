import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import { UserError } from './errors.ts';
import { logContext } from './log.ts';
import { redis } from './redis.ts';

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
  if (!ours) throw new UserError('forbidden', '请求来源不正确,请从本站页面操作');
  next();
};

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Pages with personal content are never kept by a browser or a proxy. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

export interface Limit {
  name: string;
  /** How many requests one source may make in `windowMs`. */
  limit: number;
  windowMs: number;
  /** Let requests through when Redis is away? Sign-in and money: no. */
  failOpen: boolean;
}

/** Counts in Redis over all processes, by source address (IPv6 by /56). */
export function limited(limit: Limit): RequestHandler {
  let handler: RequestHandler | undefined;
  const build = () =>
    rateLimit({
      windowMs: limit.windowMs,
      limit: limit.limit,
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      passOnStoreError: limit.failOpen,
      // Made at the first request, so that loading a route opens no connection.
      validate: { trustProxy: false, creationStack: false },
      store: new RedisStore({
        prefix: `limit:${limit.name}:`,
        sendCommand: (command: string, ...args: string[]) =>
          redis().call(command, ...args) as Promise<RedisReply>, // ioredis types every reply as unknown
      }),
      handler: (req, _res, next) => {
        const until = req.rateLimit?.resetTime?.getTime() ?? Date.now() + limit.windowMs;
        const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
        next(new UserError('too_many', `操作太频繁,请 ${seconds} 秒后再试`));
      },
    });
  return (req, res, next) => {
    handler ??= build();
    return handler(req, res, next);
  };
}

declare global {
  namespace Express {
    interface Request {
      rateLimit?: { resetTime?: Date };
    }
  }
}
