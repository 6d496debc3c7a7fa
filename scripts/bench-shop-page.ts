import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layoutOf, prepareDirectories, startEngines } from '../src/engines/index.ts';

// How many visitors a second see a page of the shop: the whole product on data that is thrown away, asked over open
// connections without cookies. The yardstick, measured by turns in the same run, is a bare Express app that says hello.
// node scripts/with-packages.mjs scripts/bench-shop-page.ts -- [--seconds 3] [--rounds 3] [--connections 32] [--json]

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    json: { type: 'boolean', default: false },
  },
});
const TICK_MS = 10;

const HELLO = `
import express from 'express';
const app = express();
app.get('/', (_req, res) => { res.send('hello'); });
const server = app.listen(0, '127.0.0.1', () => console.log('ready http://127.0.0.1:' + server.address().port));
`;

interface Served {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'beika-shop-page-'));
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
    const product = await serve([...process.execArgv, join(root, 'src/main.ts')]);
    const hello = await serve(['--input-type=module', '--eval', HELLO]);
    try {
      const { product_no, close } = await seed();
      report(await measure(product, hello, product_no));
      await close();
    } finally {
      await hello.stop();
      await product.stop();
    }
  } finally {
    await engines.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(args: string[]): Promise<Served> {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, args, { cwd: root, stdio, env: process.env });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await Promise.race([readyAt(child), gone.then(() => '')]);
  if (!url || child.pid === undefined) throw new Error('a server did not start');
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { url, pid: child.pid, stop };
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

/** A product as shops have them: three variants, a description of a page. */
async function seed() {
  const { db } = await import('../src/platform/db.ts');
  const { publicNo } = await import('../src/platform/ids.ts');
  const product_no = publicNo('SP');
  const created_at = new Date();
  const description_html = '<p>付款后立即发货，激活后不退换。</p>'.repeat(30);
  const [product_id = 0] = await db('products').insert({
    ...{ product_no, name: '影音会员', summary: '买后即发', description_html, created_at },
    ...{ delivery: 'manual', is_on: true },
  });
  const variants = ['月卡', '季卡', '年卡'].map((name, n) => ({
    ...{ variant_no: publicNo('GG'), product_id, name, price_cents: 990 * (n + 1), stock: 500 },
    allotted: 500,
  }));
  await db('variants').insert(variants);
  return { product_no, close: () => db.destroy() };
}

interface Load {
  served: Served;
  request: Buffer;
  answers: number;
  seconds: number;
  cpu_ms: number;
}

const loadOf = (served: Served, path: string, more = ''): Load => {
  const { host } = new URL(served.url);
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Accept-Encoding: gzip, br'];
  const request = Buffer.from(`${lines.join('\r\n')}\r\n${more}\r\n`);
  return { served, request, answers: 0, seconds: 0, cpu_ms: 0 };
};

/** By turns, so that whatever else this machine does falls on all. */
async function measure(product: Served, hello: Served, product_no: string) {
  const path = `/shop/${product_no}`;
  const loads = {
    page: loadOf(product, path),
    list: loadOf(product, '/shop'),
    api: loadOf(product, `/api/v1/products/${product_no}`),
    hello: loadOf(hello, '/'),
    dark: loadOf(product, path, 'Cookie: theme=dark\r\n'),
    not_kept: loadOf(product, path, 'Cookie: unknown=1\r\n'),
  };
  const ms = Number(values.seconds) * 1000;
  for (const load of Object.values(loads)) await press({ ...load }, 500);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const load of Object.values(loads)) await press(load, ms);
  return loads;
}

/** As many as can be answered, one after the other on each connection. */
async function press(load: Load, ms: number): Promise<void> {
  const cpu = cpuOf(load.served.pid);
  const began = performance.now();
  const end = began + ms;
  const counts = await Promise.all(
    Array.from({ length: Number(values.connections) }, () => ask(load, end)),
  );
  load.answers += counts.reduce((sum, count) => sum + count, 0);
  load.seconds += (performance.now() - began) / 1000;
  load.cpu_ms += cpuOf(load.served.pid) - cpu;
}

/** One connection; reads answers by their length alone, so that the asking costs little beside the answering. */
function ask({ served, request }: Load, end: number): Promise<number> {
  const { hostname, port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let [count, left, head] = [0, -1, ''];
    socket.on('connect', () => socket.write(request));
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      if (left < 0) {
        head += bytes.toString('latin1');
        const at = head.indexOf('\r\n\r\n');
        if (at < 0) return;
        if (!head.startsWith('HTTP/1.1 200 ')) return reject(new Error(head.slice(0, 200)));
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
        // What is not kept is compressed as it goes: its end is a chunk of no length.
        if (length === undefined && !head.endsWith('0\r\n\r\n')) return;
        left = length === undefined ? 0 : Number(length) - (head.length - at - 4);
      } else left -= bytes.length;
      if (left > 0) return;
      count++;
      [left, head] = [-1, ''];
      if (performance.now() < end) socket.write(request);
      else socket.end(() => resolve(count));
    });
  });
}

/** Milliseconds of processor that a process has used, all its threads together. Source: man 5 proc. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function figuresOf({ answers, seconds, cpu_ms }: Load) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { per_second: Math.round(answers / seconds), cpu_ms_each: round(cpu_ms / answers) };
}

function report(loads: Awaited<ReturnType<typeof measure>>): void {
  const { page, list, api, dark, hello, not_kept } = loads;
  const ratio = (load: Load) =>
    Math.round((load.answers / load.seconds / (hello.answers / hello.seconds)) * 100) / 100;
  const figures = {
    ...{ page: figuresOf(page), list: figuresOf(list), api: figuresOf(api), dark: figuresOf(dark) },
    ...{ not_kept: figuresOf(not_kept), express_hello: figuresOf(hello) },
    ratio: { page: ratio(page), list: ratio(list), api: ratio(api), dark: ratio(dark) },
  };
  const lines = Object.entries(figures).map(
    ([name, value]) => `${name.padEnd(14)} ${JSON.stringify(value)}`,
  );
  process.stdout.write(`${values.json ? JSON.stringify(figures) : lines.join('\n')}\n`);
  if (ratio(page) < 0.5) process.exitCode = 1;
}

await main();
