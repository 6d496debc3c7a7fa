import { join, resolve } from 'node:path';
import { z } from 'zod';
import { orRefuseStart } from './refuse-start.ts';

const roles = z
  .string()
  .default('web,worker')
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(['web', 'worker'])).min(1));

const optional = z
  .string()
  .transform((text) => text || undefined)
  .optional();

const Env = z
  .object({
    HOST: z.string().default('0.0.0.0'),
    PORT: z.coerce.number().int().min(0).max(65535).default(8080),
    BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    DATA_DIR: z
      .string()
      .default('./data')
      .transform((path) => resolve(path)),
    DATABASE_URL: z.string().startsWith('mysql://'),
    DATABASE_REPLICA_URL: optional,
    REDIS_URL: z.string().regex(/^(rediss?:\/\/|unix:)/, 'redis://…, rediss://… or unix:/path'),
    ROLES: roles,
    TRUST_PROXY: z.coerce.number().int().min(0).default(0),
    TLS_CERT: optional,
    TLS_KEY: optional,
    SECRETS_FILE: optional,
    LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    QUEUE_PREFIX: z.string().default('{beika}'),
  })
  .transform((parsed) => ({
    ...parsed,
    SECRETS_FILE: resolve(parsed.SECRETS_FILE ?? join(parsed.DATA_DIR, 'secrets.json')),
  }));
export type Env = z.output<typeof Env>;

/** The environment, parsed once; throws one Error that names every fault. */
function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = Env.safeParse(source);
  if (!parsed.success) throw new Error(`环境变量有误：\n${z.prettifyError(parsed.error)}`);
  return Object.freeze(parsed.data);
}

export const env = orRefuseStart(() => readEnv(process.env));
