import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { layoutOf, prepareDirectories, startEngines } from '../src/engines/index.ts';
import type { Db } from '../src/platform/db.ts';

// How many questions the domain gate answers, and how fast: the whole product on data that is thrown away, with many
// filed domains, asked as hosting panels do over open connections; /healthz by the same client is the yardstick.
// npm run bench:gate -- [--seconds 5] [--rounds 3] [--connections 8] [--domains 10000] [--json] [--profile DIR]

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '8' },
    domains: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const DOMAINS = Number(values.domains);
/** Of a hundred questions: about a few domains that are asked again and again, about any, about nobody's. */
const SHARES = { often: 80, any: 18 };
const OFTEN = 200;
const NOBODYS = 2000;
const PACED = 400;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'beika-gate-'));
  const layout = layoutOf(join(folder, 'engines'));
  prepareDirectories(layout);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  const engines = startEngines({ layout, durable: true, say: () => {}, databaseUrl, redisUrl });
  try {
    await engines.ready;
    Object.assign(process.env, {
      ...{ DATABASE_URL: engines.databaseUrl, REDIS_URL: engines.redisUrl },
      ...{ DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
    });
    const product = await startProduct();
    try {
      const { key, answersKept, close } = await seed();
      const figures = await measure(product.url, key);
      await product.stop();
      report({ ...figures, recorded: await answersKept() });
      await close();
    } finally {
      await product.stop();
    }
  } finally {
    await engines.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startProduct() {
  const profiling = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const args = [...process.execArgv, ...profiling, join(root, 'src/main.ts')];
  const child = spawn(process.execPath, args, {
    ...{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: process.env },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await Promise.race([readyAt(child), gone.then(() => '')]);
  if (!url) throw new Error('the product did not start');
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const url = /^ready (\S+)$/m.exec(said)?.[1];
      if (url) resolve(url);
    });
  });
}

/** Filed domains, half of them with an access of ours, and a program's key that may ask. */
async function seed() {
  const { db } = await import('../src/platform/db.ts');
  const { newToken, publicNo, tokenDigest } = await import('../src/platform/ids.ts');
  const { createUser } = await import('../src/accounts/index.ts');
  const { SYSTEM } = await import('../src/audit/index.ts');
  await seedRegistry(db);
  const { id: user_id } = await db.transaction((trx) =>
    createUser(trx, { name: '面板', email: 'panel@example.com', roles: ['operator'] }, SYSTEM),
  );
  const key = `bk_${newToken()}`;
  await db('api_clients').insert({
    ...{ client_no: publicNo('JK'), name: '面板', user_id, key_digest: tokenDigest(key) },
    ...{ key_end: key.slice(-4), permissions_json: '["domain.ask"]', created_at: new Date() },
  });
  const count = () => db('gate_answers').count({ count: '*' });
  const answersKept = async () => Number((await count())[0]?.count);
  return { key, answersKept, close: () => db.destroy() };
}

async function seedRegistry(db: Db): Promise<void> {
  const at = new Date();
  const [bureau_id = 0] = await db('bureaus').insert({
    ...{ name: 'bench', province_code: '330000', isp_id: '7', user_name: 'bench', encrypt: 0 },
    ...{ password_sealed: '', upload_wsdl: 'http://127.0.0.1:9/none?wsdl', hours: '' },
    ...{ is_sandbox: 0, lease_fence: 0, failures: 0, bad_file_count: 0, paused_at: at },
    ...{ next_poll_at: at, created_at: at, updated_at: at },
  });
  const numbers = Array.from({ length: DOMAINS }, (_, n) => n);
  const version_key = `20260101000000${'0'.repeat(26)}1`;
  const common = { bureau_id, version_key, record_sealed: '', noted_at: at };
  const entities = numbers.map((n) => ({
    ...{ ...common, entity_no: `ZT${n}`, bureau_entity_id: `${n}`, certificate_index: `${n}` },
  }));
  const services = numbers.map((n) => ({
    ...{ ...common, service_no: `WZ${n}`, bureau_service_id: `${n}`, bureau_entity_id: `${n}` },
    icp_number: `浙ICP备${n}号-1`,
  }));
  const domains = numbers.map((n) => ({
    ...{ service_no: `WZ${n}`, bureau_domain_id: `${n}`, domain: domainOf(n) },
  }));
  const accesses = numbers.map((n) => ({
    ...{ service_no: `WZ${n}`, bureau_access_id: `${n}`, provider_id: n % 2 ? '7' : '8' },
    place_json: '{}',
  }));
  await db.batchInsert('filing_entities', entities, 1000);
  await db.batchInsert('filing_services', services, 1000);
  await db.batchInsert('filing_service_domains', domains, 1000);
  await db.batchInsert('filing_accesses', accesses, 1000);
}

const domainOf = (n: number) => `site-${n}.com`;

/** Which domain is asked about next: the same sequence in every run. */
function questions(): () => string {
  let state = 42;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return () => {
    const lot = draw(100);
    if (lot < SHARES.often) return `www.${domainOf(draw(OFTEN))}`;
    return lot < SHARES.often + SHARES.any ? domainOf(draw(DOMAINS)) : `no-${draw(NOBODYS)}.cn`;
  };
}

interface Series {
  times: number[];
  seconds: number;
}

/** Gate and yardstick by turns, so that whatever else this machine does falls on both. */
async function measure(url: string, key: string) {
  const connections = Number(values.connections);
  const pool = new Pool(url, { connections, pipelining: 1 });
  const next = questions();
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
  const ask = { path: () => `/api/v1/domains/${next()}/gate`, headers };
  const health = { path: () => '/healthz', headers: {} };
  const series = { gate: empty(), cached: empty(), healthz: empty() };
  const same = { path: () => `/api/v1/domains/www.${domainOf(1)}/gate`, headers };
  let asked = await load(pool, ask, empty(), 1500);
  for (let round = 0; round < Number(values.rounds); round++) {
    await load(pool, health, series.healthz, (Number(values.seconds) * 1000) / 2);
    asked += await load(pool, ask, series.gate, Number(values.seconds) * 1000);
    asked += await load(pool, same, series.cached, (Number(values.seconds) * 1000) / 2);
  }
  const alone = empty();
  asked += await paced(pool, same, alone);
  await pool.close();
  return { series, alone, asked };
}

const empty = (): Series => ({ times: [], seconds: 0 });

interface Question {
  path(): string;
  headers: Record<string, string>;
}

/** As many as can be answered, on every connection one after the other. Gives how many were. */
async function load(pool: Pool, question: Question, into: Series, ms: number): Promise<number> {
  const began = performance.now();
  const end = began + ms;
  let done = 0;
  const one = async () => {
    while (performance.now() < end) {
      into.times.push(await timed(pool, question));
      done++;
    }
  };
  await Promise.all(Array.from({ length: Number(values.connections) }, one));
  into.seconds += (performance.now() - began) / 1000;
  return done;
}

/** A hundred questions a second: how long one waits when the machine is not full. */
async function paced(pool: Pool, question: Question, into: Series): Promise<number> {
  for (let n = 0; n < PACED; n++) {
    into.times.push(await timed(pool, question));
    await pause(10);
  }
  return PACED;
}

async function timed(pool: Pool, { path, headers }: Question): Promise<number> {
  const began = performance.now();
  const at = path();
  const { statusCode, body } = await pool.request({ path: at, method: 'GET', headers });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${at} answered ${statusCode}`);
  return performance.now() - began;
}

function figuresOf({ times, seconds }: Series) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, sorted.length * share) | 0] ?? 0;
  const round = (value: number) => Math.round(value * 100) / 100;
  const per_second = seconds > 0 ? { per_second: Math.round(times.length / seconds) } : {};
  return { ...per_second, p50_ms: round(at(0.5)), p99_ms: round(at(0.99)) };
}

type Measured = Awaited<ReturnType<typeof measure>> & { recorded: number };

function report({ series, alone, asked, recorded }: Measured): void {
  const gate = figuresOf(series.gate);
  const healthz = figuresOf(series.healthz);
  const figures = {
    ...{ gate, cached: figuresOf(series.cached), cached_unhurried: figuresOf(alone), healthz },
    ratio: Math.round(((gate.per_second ?? 0) / (healthz.per_second ?? 1)) * 100) / 100,
    ...{ asked, recorded, all_recorded: asked === recorded },
  };
  const lines = Object.entries(figures).map(
    ([name, value]) => `${name.padEnd(18)} ${JSON.stringify(value)}`,
  );
  process.stdout.write(`${values.json ? JSON.stringify(figures) : lines.join('\n')}\n`);
  if (asked !== recorded) process.exitCode = 1;
}

await main();
