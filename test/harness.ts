import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import knex from 'knex';

/**
 * One database, one data folder and one queue prefix per test file; dropped at the end.
 * Nothing of the product may be imported before `start`: it reads the environment when it is loaded.
 */
export async function start() {
  const { folder, drop } = await ownEnvironment();
  const { db } = await import('../src/platform/db.ts');
  const { prepareDatabase } = await import('../src/prepare.ts');
  await prepareDatabase();
  const { createApp } = await import('../src/app.ts');
  const server = await listen(createApp());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const stop = async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    const { jobs } = await import('../src/jobs.ts');
    await Promise.all(jobs.map((job) => job.close()));
    const { closeRedis } = await import('../src/platform/redis.ts');
    closeRedis();
    await db.destroy();
    await drop();
  };
  after(stop);
  return {
    url,
    db,
    folder,
    client: () => new Browser(url),
    signedIn: (role: string) => signIn(url, role),
  };
}

export type App = Awaited<ReturnType<typeof start>>;

/** A new database, data folder and queue prefix, named in the environment; `drop` takes them away again. */
export async function ownEnvironment() {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'beika-data-'));
  const admin = await makeDatabase(name);
  await layOutSchema(admin, name);
  process.env['DATABASE_URL'] = withDatabase(serverUrl(), name);
  process.env['REDIS_URL'] = process.env['TEST_REDIS_URL'] ?? '';
  process.env['DATA_DIR'] = folder;
  process.env['QUEUE_PREFIX'] = `{${name}}`;
  process.env['LOG_LEVEL'] = process.env['TEST_LOG_LEVEL'] ?? 'error';
  const drop = async () => {
    await admin.raw('drop database ??', [name]);
    await admin.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  return { name, folder, drop };
}

/** The whole schema as the migrations leave it (scripts/lib/write-schema.ts); without it they run in each file. */
async function layOutSchema(admin: Awaited<ReturnType<typeof makeDatabase>>, name: string) {
  const file = process.env['TEST_SCHEMA'];
  if (file)
    await admin.raw(`use \`${name}\`;\n${readFileSync(file, 'utf8').replaceAll('?', '\\\\?')}`);
}

/** What makes node run one of our files in a process of its own: as run-tests.ts has it, else tsx. */
export function loaderArguments(): string[] {
  return JSON.parse(process.env['TEST_LOADER'] ?? '["--import","tsx"]');
}

/** The database server alone, for tests that start processes of their own. */
export function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is missing: run the tests by `npm test -- PATH`');
  return url;
}

export function withDatabase(url: string, name: string): string {
  const at = new URL(url);
  at.pathname = `/${name}`;
  return at.href;
}

/** Makes an empty database and gives the connection that may drop it again. */
export async function makeDatabase(name: string) {
  const at = new URL(serverUrl());
  const socketPath = at.searchParams.get('socketPath');
  const admin = knex({
    client: 'mysql2',
    connection: {
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
      ...(socketPath ? { socketPath } : { host: at.hostname, port: Number(at.port || 3306) }),
      multipleStatements: true,
    },
    pool: { min: 0, max: 1 },
  });
  await admin.raw('create database ?? character set utf8mb4 collate utf8mb4_unicode_ci', [name]);
  return admin;
}

async function listen(
  app: typeof import('../src/app.ts')['createApp'] extends () => infer A ? A : never,
) {
  return new Promise<Server>((resolve, reject) => {
    const server: Server = app.listen(0, '127.0.0.1', (error?: Error) =>
      error ? reject(error) : resolve(server),
    );
  });
}

/** A person of that role, with a session of his own. */
async function signIn(url: string, role: string): Promise<Browser & { user_id: number }> {
  const { personWithSession } = await import('./people.ts');
  const { user_id, cookie } = await personWithSession(role);
  const browser = new Browser(url);
  browser.setCookie(cookie);
  return Object.assign(browser, { user_id });
}

/** A browser without a window: keeps cookies, follows no redirect by itself. */
export class Browser {
  readonly url: string;
  readonly cookies = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  setCookie(line: string): void {
    const pair = line.split(';')[0] ?? '';
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    if (value) this.cookies.set(pair.slice(0, at), value);
    else this.cookies.delete(pair.slice(0, at));
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '));
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    // Packing and unpacking on one machine takes time for nothing; test/ops/visit.test.ts looks at packed answers.
    if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
    const answer = await fetch(new URL(path, this.url), { redirect: 'manual', ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.setCookie(line);
    return answer;
  }

  get(path: string): Promise<Response> {
    return this.fetch(path);
  }

  /** Posts an HTML form. */
  post(path: string, form: Record<string, string | string[]> = {}): Promise<Response> {
    const body = new URLSearchParams();
    for (const [key, value] of Object.entries(form))
      for (const one of [value].flat()) body.append(key, one);
    return this.fetch(path, { method: 'POST', body });
  }

  /** Sends JSON and reads JSON. */
  async json(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await this.fetch(path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null, headers: answer.headers };
  }
}
