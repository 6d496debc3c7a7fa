import { Redis, type RedisOptions } from 'ioredis';
import { env } from './env.ts';
import { log } from './log.ts';

const open: Redis[] = [];

/**
 * A connection that fails fast when Redis is away, so that no web request ever hangs on it.
 * `blocking` connections (Bull's workers) wait for Redis to come back instead.
 */
export function connectRedis(blocking = false): Redis {
  const options: RedisOptions = {
    maxRetriesPerRequest: blocking ? null : 1,
    enableReadyCheck: !blocking,
    // A request that meets a lost connection waits for the next try: soon, or it would hang on Redis.
    retryStrategy: (times) => Math.min(times * 50, 300),
    connectTimeout: 3000,
  };
  const redis = env.REDIS_URL.startsWith('unix:')
    ? new Redis({
        ...options,
        path: env.REDIS_URL.slice('unix:'.length).replace(/^\/\/(?=\/)/, ''),
      })
    : new Redis(env.REDIS_URL, options);
  redis.on('error', (error) => log.warn('redis', { error }));
  open.push(redis);
  return redis;
}

let shared: Redis | undefined;

/** The one connection for rate limits and caches. What is kept there may be lost at any time. */
export function redis(): Redis {
  shared ??= connectRedis();
  return shared;
}

/** Bull closes none of the connections it was given: the list is ours to end. */
export function closeRedis(): void {
  for (const connection of open.splice(0)) connection.disconnect();
  shared = undefined;
}
