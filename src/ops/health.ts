import { Router } from 'express';
import { now } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { oldestOwedWork } from '../platform/owed.ts';
import { redis } from '../platform/redis.ts';

/** How old owed work may grow before this process is not called ready: the sweeps run each minute. */
const OWED_TOO_OLD_MS = 15 * 60 * 1000;

export const health = Router();

/** Alive: the process answers. Says nothing of what it depends on. */
health.get('/healthz', (_req, res) => {
  res.json({ status: 'ok' });
});

/** Ready: database, Redis, schema, and no owed work left lying. 503 names what is not. */
health.get('/readyz', async (_req, res) => {
  const checks = {
    database: await holds(async () => void (await db.raw('select 1'))),
    redis: await holds(async () => void (await redis().ping())),
    schema: await holds(schemaIsCurrent),
    owed_work: await holds(owedWorkIsFresh),
  };
  const ready = Object.values(checks).every((state) => state === 'ok');
  res.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', checks });
});

async function holds(check: () => Promise<void>): Promise<'ok' | 'failed'> {
  try {
    await check();
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
