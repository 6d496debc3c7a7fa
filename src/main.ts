import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { jobs, schedules } from './jobs.ts';
import { printSetupLink } from './ops/index.ts';
import { db } from './platform/db.ts';
import { env } from './platform/env.ts';
import { log } from './platform/log.ts';
import { closeRedis } from './platform/redis.ts';
import { startSandboxes } from './platform/sandboxes.ts';
import { startSchedules } from './platform/schedule.ts';
import { prepareDatabase } from './prepare.ts';

await prepareDatabase();
const works = env.ROLES.includes('worker');
if (works) for (const job of jobs) job.work();
const stopSchedules = works ? startSchedules(schedules) : async () => {};
const server = env.ROLES.includes('web') ? listen() : undefined;
if (server) await announce(server);
else process.stdout.write('ready worker\n');
await startSandboxes();

function listen(): Server {
  const app = createApp();
  const tls = env.TLS_CERT && env.TLS_KEY;
  const made = tls
    ? createHttps(
        { cert: readFileSync(env.TLS_CERT ?? ''), key: readFileSync(env.TLS_KEY ?? '') },
        app,
      )
    : createHttp(app);
  made.headersTimeout = 20_000;
  made.requestTimeout = 120_000;
  return made.listen(env.PORT, env.HOST);
}

/** The one line that says the start is done: `ready http://HOST:PORT`. */
async function announce(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const host = ['0.0.0.0', '::'].includes(env.HOST) ? '127.0.0.1' : env.HOST;
  const url = `${env.TLS_CERT ? 'https' : 'http'}://${host}:${port}`;
  await printSetupLink(env.BASE_URL ?? url);
  process.stdout.write(`ready ${url}\n`);
}

let stopping = false;

/** In order: no new requests, running requests and jobs to their end, then what they stood on. */
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info('stopping', { signal });
  const closed = server && new Promise((resolve) => server.close(resolve));
  server?.closeIdleConnections();
  const cut = setTimeout(() => server?.closeAllConnections(), 10_000);
  await stopSchedules();
  await Promise.all(jobs.map((job) => job.close()));
  await closed;
  clearTimeout(cut);
  closeRedis();
  await db.destroy();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
/** Without the supervisor there is nobody to hand our state to: end in order, as if told so. */
process.on('disconnect', () => void stop('supervisor gone'));
