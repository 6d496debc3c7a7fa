import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { layoutOf, prepareDirectories, startEngines } from '../src/engines/index.ts';

// How fast pages stay while pictures are read: starts the whole product on data that is thrown away, and measures
// a customer's page and a JSON answer, idle and while ten pictures wait for OCR, in turn, several rounds.
// node --import tsx scripts/bench-pages.ts [--rounds 3] [--samples 150] [--pictures DIR] [--json]
// DATABASE_URL (of a server whose database may be filled) and REDIS_URL take the place of private engines.

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    samples: { type: 'string', default: '150' },
    pictures: { type: 'string', default: join(root, 'seeds/demo') },
    json: { type: 'boolean', default: false },
  },
});
const SAMPLES = Number(values.samples);
const WAITING = 10;
/** Between two requests of the one who measures: a busy site, not a flood. */
const PACE_MS = 15;

type Series = Record<'page' | 'json', number[]>;
const empty = (): Series => ({ page: [], json: [] });

interface Visitor {
  url: string;
  cookie: string;
  filing_no: string;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'beika-bench-'));
  const layout = layoutOf(join(folder, 'engines'));
  prepareDirectories(layout);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  const engines = startEngines({ layout, durable: true, say: () => {}, databaseUrl, redisUrl });
  try {
    await engines.ready;
    const product = await startProduct(join(folder, 'data'), engines);
    try {
      report(await measure(product.url));
    } finally {
      await product.stop();
    }
  } finally {
    await engines.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startProduct(dataDir: string, engines: { databaseUrl: string; redisUrl: string }) {
  const addresses = { DATABASE_URL: engines.databaseUrl, REDIS_URL: engines.redisUrl };
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'src/supervisor.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...addresses,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
    },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const url = /^ready (\S+)$/m.exec(said)?.[1];
      if (url) resolve(url);
    });
  });
  const url = await Promise.race([ready, gone.then(() => '')]);
  if (!url) throw new Error('the product did not start');
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Idle and busy by turns, so that whatever else this machine does falls on both. */
async function measure(url: string) {
  const visitor = await signUp(url);
  const idle = empty();
  const busy = empty();
  await sample(visitor, empty(), 40);
  for (let round = 0; round < Number(values.rounds); round++) {
    await sample(visitor, idle, SAMPLES);
    await upload(visitor);
    await sample(visitor, busy, SAMPLES, () => areWaiting(url));
    while (await areWaiting(url)) await pause(500);
    // The last picture is no longer waiting, but being read.
    await pause(6000);
  }
  return { idle, busy };
}

async function signUp(url: string): Promise<Visitor> {
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    fetch(new URL(path, url), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams(form),
    });
  const account = `bench-${Date.now()}@example.com`;
  const password = 'blue kettle sings 7';
  const signed = await post('/sign-up', { account, name: '测试', password, agreed: 'true' });
  const cookie = signed.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const made = await post('/filings', { entity_kind: '4', province_code: '330000' }, cookie);
  const filing_no = /BA[0-9A-Z]+/.exec(made.headers.get('location') ?? '')?.[0];
  if (!filing_no) throw new Error(`no filing was made: ${made.status}`);
  return { url, cookie, filing_no };
}

/** Takes so many pairs of requests, as long as `goesOn` says so. */
async function sample(visitor: Visitor, into: Series, pairs: number, goesOn = async () => true) {
  for (let i = 0; i < pairs; i++) {
    into.page.push(await timed(visitor, `/filings/${visitor.filing_no}/steps/entity`));
    await pause(PACE_MS);
    into.json.push(await timed(visitor, `/api/v1/filings/${visitor.filing_no}`));
    await pause(PACE_MS);
    if (i % 20 === 19 && !(await goesOn())) return;
  }
}

async function timed({ url, cookie }: Visitor, path: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(new URL(path, url), { headers: { cookie } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return performance.now() - began;
}

async function upload({ url, cookie }: Visitor): Promise<void> {
  const known = /^(id[_-]front|id[_-]back|licen[cs]e).*\.jpg$/;
  const files = readdirSync(values.pictures)
    .filter((name) => known.test(name))
    .sort();
  for (let i = 0; i < WAITING; i++) {
    const name = files[i % files.length] ?? '';
    const form = new FormData();
    form.append('purpose', purposeOf(name));
    form.append(
      'file',
      new Blob([new Uint8Array(readFileSync(join(values.pictures, name)))]),
      name,
    );
    const answer = await fetch(new URL('/documents', url), {
      method: 'POST',
      headers: { cookie },
      body: form,
    });
    if (answer.status !== 201) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
}

function purposeOf(name: string): string {
  if (name.startsWith('lic')) return 'entity_licence';
  return /front/.test(name) ? 'entity_leader_id_front' : 'entity_leader_id_back';
}

async function areWaiting(url: string): Promise<boolean> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^owed_work_age_seconds\{work="readings"\} (\S+)$/m.exec(text)?.[1] ?? 0) > 0;
}

function quantile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function report({ idle, busy }: { idle: Series; busy: Series }): void {
  const round = (value: number) => Math.round(value * 10) / 10;
  const figures = (['page', 'json'] as const).map((kind) => {
    const at = (series: Series, share: number) => round(quantile(series[kind], share));
    const idle_ms = { p50: at(idle, 0.5), p99: at(idle, 0.99) };
    const busy_ms = { p50: at(busy, 0.5), p99: at(busy, 0.99) };
    const ratio = { p50: round(busy_ms.p50 / idle_ms.p50), p99: round(busy_ms.p99 / idle_ms.p99) };
    return {
      kind,
      samples: { idle: idle[kind].length, busy: busy[kind].length },
      idle_ms,
      busy_ms,
      ratio,
    };
  });
  if (values.json) return void process.stdout.write(`${JSON.stringify(figures)}\n`);
  for (const { kind, idle_ms, busy_ms, ratio } of figures) {
    process.stdout.write(
      `${kind.padEnd(5)} idle p50 ${idle_ms.p50} p99 ${idle_ms.p99} ms   reading p50 ${busy_ms.p50} p99 ${busy_ms.p99} ms   ratio p50 ${ratio.p50} p99 ${ratio.p99}\n`,
    );
  }
}

await main();
