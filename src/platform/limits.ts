import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import { env } from './env.ts';
import { UserError } from './errors.ts';
import { log } from './log.ts';
import { redis } from './redis.ts';
import { blindIndex } from './seal.ts';

export interface Limit {
  name: string;
  /** How many requests one source may make in `windowMs`. */
  limit: number;
  windowMs: number;
  /** Let requests through when Redis is away? Sign-in and money: no. */
  failOpen: boolean;
}

/** Counts in Redis over all processes, by source address (IPv6 by /56), of which only a keyed digest is kept. */
export function limited(limit: Limit): RequestHandler {
  let count: RequestHandler | undefined;
  return (req, res, next) => {
    // Made at the first request, so that loading a route opens no connection.
    count ??= counter(limit);
    return count(req, res, (error?: unknown) => {
      if (error === undefined || error instanceof UserError) return next(error);
      // The store loads its scripts when it is made: only a new one finds Redis again once that is back.
      count = undefined;
      log.warn('requests are not counted', { limit: limit.name, error });
      if (limit.failOpen) return next();
      next(new UserError('unavailable', '系统暂时不能处理这个请求，请稍后再试'));
    });
  };
}

function counter(limit: Limit): RequestHandler {
  return rateLimit({
    windowMs: limit.windowMs,
    limit: limit.limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: { trustProxy: false, creationStack: false },
    logger: { error: () => {}, warn: (message: unknown) => log.warn('limits', { message }) },
    keyGenerator: (req) => blindIndex(ipKeyGenerator(req.ip ?? '', 56), 'limits').slice(0, 32),
    store: new RedisStore({
      prefix: `${env.QUEUE_PREFIX}:limit:${limit.name}:`,
      sendCommand: (command: string, ...args: string[]) =>
        redis().call(command, ...args) as Promise<RedisReply>, // ioredis types every reply as unknown
    }),
    handler: (req, _res, next) => {
      const until = req.rateLimit?.resetTime?.getTime() ?? Date.now() + limit.windowMs;
      const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
      next(new UserError('too_many', `操作太频繁，请 ${seconds} 秒后再试`));
    },
  });
}

declare global {
  namespace Express {
    interface Request {
      rateLimit?: { resetTime?: Date };
    }
  }
}
