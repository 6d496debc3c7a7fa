import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { closeEngine } from './documents/index.ts';
import { jobs, schedules } from './jobs.ts';
import { printSetupLink } from './ops/index.ts';
import { db } from './platform/db.ts';
import { env } from './platform/env.ts';
import { log } from './platform/log.ts';
import { closeRedis } from './platform/redis.ts';
import { startSandboxes } from './platform/sandboxes.ts';
import { startSchedules } from './platform/schedule.ts';
import { spellMessage } from './platform/spell-error.ts';
import { type WebServer, webServer } from './platform/web-server.ts';
import { prepareDatabase } from './prepare.ts';

await prepareDatabase();
const works = env.ROLES.includes('worker');
if (works) for (const job of jobs) job.work();
const stopSchedules = works ? startSchedules(schedules) : async () => {};
const web = env.ROLES.includes('web') ? webServer(createApp(), { tls: tls() }) : undefined;
if (web) await announce(web);
else process.stdout.write('ready worker\n');
await startSandboxes();

/** A bug that nobody caught: told without the values at hand, then the supervisor starts us anew. */
process.on('uncaughtException', (error) => {
  log.error('stopped by a bug', { error });
  process.stderr.write(`Error: ${spellMessage(error)}\n`);
  process.exit(1);
});

function tls(): { cert: Buffer; key: Buffer } | undefined {
  if (!env.TLS_CERT || !env.TLS_KEY) return undefined;
  return { cert: readFileSync(env.TLS_CERT), key: readFileSync(env.TLS_KEY) };
}

/** The one line that says the start is done: `ready http://HOST:PORT`. */
async function announce(web: WebServer): Promise<void> {
  const port = await web.listen(env.PORT, env.HOST);
  const host = ['0.0.0.0', '::'].includes(env.HOST) ? '127.0.0.1' : env.HOST;
  const url = `${tls() ? 'https' : 'http'}://${host}:${port}`;
  await printSetupLink(env.BASE_URL ?? url);
  process.stdout.write(`ready ${url}\n`);
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
  await Promise.all(jobs.map((job) => job.close()));
  closeRedis();
  await db.destroy();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
/** Without the supervisor there is nobody to hand our state to: end in order, as if told so. */
process.on('disconnect', () => void stop('supervisor gone'));
