import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { layoutOf, prepareDirectories, startEngines } from '../src/engines/index.ts';

// How fast cards come into stock, and how fast a visitor's page stays meanwhile: the whole product on durable engines
// and data that is thrown away. `npm run bench:import -- [--rows 1000000] [--pairs] [--page /shop] [--json]`
// --pairs: number and secret on each line instead of one text. Ends well only when every row is in stock once.

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    pairs: { type: 'boolean', default: false },
    page: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const ROWS = Number(values.rows);
const YARDSTICK_ROWS = 100_000;
/** Between two requests of the visitor. */
const PACE_MS = 10;
const IDLE_SAMPLES = 500;
const MB = 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'beika-bench-'));
const layout = layoutOf(join(folder, 'engines'));
prepareDirectories(layout);
const engines = startEngines({ layout, durable: true, say: () => {} });
let isGood = false;
try {
  await engines.ready;
  Object.assign(process.env, {
    ...{ DATABASE_URL: engines.databaseUrl, REDIS_URL: engines.redisUrl },
    ...{ DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: '0' },
  });
  isGood = await bench();
} finally {
  await engines.stop(10_000);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;

async function bench(): Promise<boolean> {
  const product = await startProduct();
  const { db } = await import('../src/platform/db.ts');
  const { closeRedis } = await import('../src/platform/redis.ts');
  const { taskJob } = await import('../src/cards/tasks/job.ts');
  try {
    const { aVariant } = await import('../test/shop.ts');
    const shop = await aVariant(db);
    const page = values.page ?? (await pageOf(product.url, `/shop/${shop.product.product_no}`));
    const yardstick = await yardstickRows();
    const url = `${product.url}${page}`;
    await sample(url, 100);
    const idle = await sample(url, IDLE_SAMPLES);
    const rss_idle = rssOf(product.pid);
    const busy = await importing(shop.variant.id, url, product.pid);
    const stock = Number((await db('variants').where({ id: shop.variant.id }).first())?.stock);
    return report({ page, yardstick, idle, rss_idle, stock, ...busy });
  } finally {
    await taskJob.close();
    closeRedis();
    await db.destroy();
    await product.stop();
  }
}

async function startProduct() {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: process.env,
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
  if (!url || !child.pid) throw new Error('the product did not start');
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { url, pid: child.pid, stop };
}

/** The product's page for a visitor; where there is none yet, the first page. */
async function pageOf(url: string, path: string): Promise<string> {
  return (await fetch(`${url}${path}`)).status === 200 ? path : '/sign-in';
}

/** Rows a second that one thread seals and digests, doing nothing else. */
async function yardstickRows(): Promise<number> {
  const { digestOf, sealSecret } = await import('../src/cards/secrets.ts');
  const began = performance.now();
  for (let n = 0; n < YARDSTICK_ROWS; n++) {
    const text = lineOf(n);
    sealSecret(text, digestOf(text));
  }
  return Math.round(YARDSTICK_ROWS / ((performance.now() - began) / 1000));
}

function lineOf(n: number): string {
  const number = String(n).padStart(8, '0');
  const secret = `${number}-KQ7M-${((n * 2654435761) >>> 0).toString(36).toUpperCase()}-XR3W`;
  return values.pairs ? `62220000${number} ${secret}` : secret;
}

async function* linesOf(rows: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < rows; at += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - at) }, (_, n) => lineOf(at + n));
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

/** Puts the file in, and looks at the page and the memory until it is in stock. */
async function importing(variant_id: number, url: string, pid: number) {
  const { createImport } = await import('../src/cards/importing/create-import.ts');
  const { beginImport } = await import('../src/cards/tasks/begin.ts');
  const { SYSTEM } = await import('../src/audit/index.ts');
  const { db, inTransaction } = await import('../src/platform/db.ts');
  const incoming = { variant_id, source: 'file' as const, name: 'cards.txt', note: '' };
  const by = { id: null, actor: SYSTEM };
  const { task_id } = await createImport(by, { ...incoming, chunks: linesOf(ROWS) });
  const taskNow = async () => {
    const task = await db('card_tasks').where({ id: task_id }).first();
    if (!task) throw new Error('the import is gone');
    return task;
  };
  const task = await taskNow();
  await inTransaction((trx, after) => beginImport(trx, after, task, 'running'));
  const busy: number[] = [];
  let rss_peak = 0;
  let rss_worker = 0;
  for (;;) {
    busy.push(...(await sample(url, 10)));
    rss_peak = Math.max(rss_peak, rssOf(pid));
    for (const child of childrenOf(pid)) rss_worker = Math.max(rss_worker, rssOf(child));
    const { state, started_at, finished_at } = await taskNow();
    if (state === 'running') continue;
    if (state !== 'done' || !started_at || !finished_at) throw new Error(`it ended ${state}`);
    return {
      busy,
      rss_peak,
      rss_worker,
      seconds: (finished_at.getTime() - started_at.getTime()) / 1000,
    };
  }
}

async function sample(url: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    times.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    await pause(PACE_MS);
  }
  return times;
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

/** 0 of a process that has just ended. */
function rssOf(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kb = existsSync(file) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : '0';
  return Math.round((Number(kb) * 1024) / MB);
}

function quantile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(at * 10) / 10;
}

interface Measured {
  page: string;
  yardstick: number;
  idle: number[];
  busy: number[];
  rss_idle: number;
  rss_peak: number;
  rss_worker: number;
  seconds: number;
  stock: number;
}

function report({
  page,
  yardstick,
  idle,
  busy,
  rss_idle,
  rss_peak,
  rss_worker,
  seconds,
  stock,
}: Measured) {
  const rows_per_s = Math.round(ROWS / seconds);
  const ms = (times: number[]) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
  const [idle_ms, busy_ms] = [ms(idle), ms(busy)];
  const figures = {
    ...{
      ok: stock === ROWS,
      rows: ROWS,
      stock,
      seconds: Math.round(seconds * 10) / 10,
      rows_per_s,
    },
    yardstick_rows_per_s: yardstick,
    ratio: Math.round((rows_per_s / yardstick) * 100) / 100,
    ...{
      rss_idle_mb: rss_idle,
      rss_peak_mb: rss_peak,
      rss_worker_peak_mb: rss_worker,
      page,
      idle_ms,
      busy_ms,
    },
    page_p99_ratio: Math.round((busy_ms.p99 / idle_ms.p99) * 100) / 100,
  };
  if (values.json) console.log(JSON.stringify(figures));
  else
    console.log(
      `${ROWS} 行 ${figures.seconds} 秒，每秒 ${rows_per_s} 行（单线程加密 ${yardstick}，比值 ${figures.ratio}）；内存 ${rss_idle} → ${rss_peak} MB，导入进程 ${rss_worker} MB；页面 ${page} p99 ${idle_ms.p99} → ${busy_ms.p99} 毫秒；入库 ${stock}`,
    );
  return figures.ok;
}
