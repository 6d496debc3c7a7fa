import { Router } from 'express';
import { now } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { oldestOwedWork } from '../platform/owed.ts';
import { redis } from '../platform/redis.ts';
import { isStopping } from '../platform/stopping.ts';
import { within } from '../platform/within.ts';

/** How old owed work may grow before this process is not called ready: the sweeps run each minute. */
const OWED_TOO_OLD_MS = 15 * 60 * 1000;

export const health = Router();

/** Alive: the process answers. Says nothing of what it depends on. */
health.get('/healthz', (_req, res) => {
  res.json({ status: 'ok' });
});

/** Ready: database, Redis, schema, no owed work left lying, and not about to stop. 503 names what is not. */
health.get('/readyz', async (_req, res) => {
  const tried = await Promise.all([
    holds(async () => void (await db.raw('select 1'))),
    holds(async () => void (await redis().ping())),
    holds(schemaIsCurrent),
    holds(owedWorkIsFresh),
  ]);
  const [database, redis_, schema, owed_work] = tried;
  const status = isStopping()
    ? 'stopping'
    : tried.every((state) => state === 'ok')
      ? 'ok'
      : 'unavailable';
  const checks = { database, redis: redis_, schema, owed_work };
  res.status(status === 'ok' ? 200 : 503).json({ status, checks });
});

/** A database that hangs is as bad as none: whoever asks wants to know it soon. */
const PATIENCE_MS = 2000;

async function holds(check: () => Promise<void>): Promise<'ok' | 'failed'> {
  try {
    await within(PATIENCE_MS, check());
    return 'ok';
  } catch {
    return 'failed';
  }
}

async function schemaIsCurrent(): Promise<void> {
  const [, pending]: [unknown[], unknown[]] = await db.migrate.list();
  if (pending.length > 0) throw new Error(`${pending.length} migrations to run`);
}

async function owedWorkIsFresh(): Promise<void> {
  const oldest = await oldestOwedWork(db);
  if (oldest && now().getTime() - oldest.getTime() > OWED_TOO_OLD_MS)
    throw new Error('owed work is old');
}
