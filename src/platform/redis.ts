import { Redis, type RedisOptions } from 'ioredis';
import { env } from './env.ts';
import { log } from './log.ts';

const open: Redis[] = [];

/** For pages: Redis answers within this, or is taken as away. */
const SOON_MS = 800;
/** For jobs: a busy Redis may take longer over a script. */
const PATIENT_MS = 5000;

/**
 * A connection of one kind. `page` and `queue` fail fast when Redis is away or hangs, so that no web request
 * ever waits for it; `blocking` (Bull's workers) waits for Redis to come back instead.
 */
export function connectRedis(kind: 'page' | 'queue' | 'blocking' = 'page'): Redis {
  const waits = kind === 'blocking';
  const options: RedisOptions = {
    maxRetriesPerRequest: waits ? null : 1,
    enableReadyCheck: !waits,
    // A request that meets a lost connection waits for the next try: soon, or it would hang on Redis.
    retryStrategy: (times) => Math.min(times * 50, 300),
    connectTimeout: 3000,
    ...(waits ? {} : { commandTimeout: kind === 'page' ? SOON_MS : PATIENT_MS }),
  };
  const redis = env.REDIS_URL.startsWith('unix:')
    ? new Redis({
        ...options,
        path: env.REDIS_URL.slice('unix:'.length).replace(/^\/\/(?=\/)/, ''),
      })
    : new Redis(env.REDIS_URL, options);
  // Every queue of Bull listens on the one connection it is given: more than ten are no leak.
  redis.setMaxListeners(0);
  redis.on('error', (error) => log.warn('redis', { error }));
  open.push(redis);
  return redis;
}

let shared: Redis | undefined;

/** The one connection for rate limits and caches. What is kept there may be lost at any time. */
export function redis(): Redis {
  shared ??= connectRedis('page');
  return shared;
}

/** Bull closes none of the connections it was given: the list is ours to end. */
export function closeRedis(): void {
  for (const connection of open.splice(0)) connection.disconnect();
  shared = undefined;
}
