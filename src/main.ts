import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { closeEngine } from './documents/index.ts';
import { gateAnswersWritten } from './filings/index.ts';
import { jobs, schedules } from './jobs.ts';
import { listensOn } from './notify/index.ts';
import { printSetupLink } from './ops/index.ts';
import { ordersPlaced, paymentsLanded } from './orders/index.ts';
import { db } from './platform/db.ts';
import { env } from './platform/env.ts';
import { log } from './platform/log.ts';
import { closeRedis } from './platform/redis.ts';
import { orRefusePort, orRefuseStart, tryPort } from './platform/refuse-start.ts';
import { startSandboxes } from './platform/sandboxes.ts';
import { runAtStart, startSchedules } from './platform/schedule.ts';
import { spellMessage } from './platform/spell-error.ts';
import { type WebServer, webServer } from './platform/web-server.ts';
import { prepareDatabase } from './prepare.ts';

const isWeb = env.ROLES.includes('web');
if (isWeb) await tryPort(env.PORT, env.HOST);
await prepareDatabase();
// The port before the work: whoever is refused it has begun none.
const web = isWeb ? webServer(createApp(), { tls: tls() }) : undefined;
const url = web && (await listen(web));
const works = env.ROLES.includes('worker');
if (works) for (const job of jobs) job.work();
if (works) await runAtStart(schedules);
const stopSchedules = works ? startSchedules(schedules) : async () => {};
if (url) await printSetupLink(env.BASE_URL ?? url);
process.stdout.write(`ready ${url ?? 'worker'}\n`);
await startSandboxes();

/** A bug that nobody caught: told without the values at hand, then the supervisor starts us anew. */
process.on('uncaughtException', (error) => {
  log.error('stopped by a bug', { error });
  process.stderr.write(`Error: ${spellMessage(error)}\n`);
  process.exit(1);
});

function tls(): { cert: Buffer; key: Buffer } | undefined {
  if (!env.TLS_CERT || !env.TLS_KEY) return undefined;
  const { TLS_CERT, TLS_KEY } = env;
  return orRefuseStart(() => ({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) }));
}

/** Our address, `http://HOST:PORT`, once we listen there. */
async function listen(web: WebServer): Promise<string> {
  const port = await orRefusePort(env.PORT, env.HOST, () => web.listen(env.PORT, env.HOST));
  listensOn(port);
  const host = ['0.0.0.0', '::'].includes(env.HOST) ? '127.0.0.1' : env.HOST;
  return `${env.TLS_CERT ? 'https' : 'http'}://${host}:${port}`;
}

/** Requests get this long to end, and everything together this long: the supervisor kills after 20 s. */
const REQUESTS_MS = 10_000;
const ALL_MS = 17_000;
let stopping = false;

/** In order: running requests to their end, then running work, then what they stood on. */
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info('stopping', { signal });
  setTimeout(() => {
    // Every row says what it is still owed: the next process takes it up.
    log.warn('stopped in the middle of work');
    process.exit(0);
  }, ALL_MS).unref();
  await Promise.all([web?.stop(REQUESTS_MS), stopSchedules(), closeEngine()]);
  await Promise.all([ordersPlaced(), paymentsLanded()]);
  await Promise.all([...jobs.map((job) => job.close()), gateAnswersWritten()]);
  closeRedis();
  await db.destroy();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
/** Without the supervisor there is nobody to hand our state to: end in order, as if told so. */
process.on('disconnect', () => void stop('supervisor gone'));
