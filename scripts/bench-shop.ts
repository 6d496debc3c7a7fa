import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { openStage, ownGround, type Stage } from '../test/orders/drill/stage.ts';
import { type Ask, empty, figuresOf, hurry, paced, type Series } from './lib/load.ts';

// Orders that are placed, paid from a balance and delivered in one request, durably, and a product's page, each against
// bare Express by the same client in the same run.
// npm run bench:shop -- [--seconds 3] [--rounds 3] [--callers 64] [--cards 60000] [--json]
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    callers: { type: 'string', default: '64' },
    cards: { type: 'string', default: '60000' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const MS = Number(values.seconds) * 1000;
const CALLERS = Number(values.callers);
const HOT = Number(values.cards);
const SPREAD = { variants: 50, cards: Math.ceil(HOT / 50) };

async function main(): Promise<void> {
  const stage = await openStage(
    (folder) => ownGround(folder, true),
    values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
  );
  const bare = await startBare();
  try {
    report(await measure(stage, bare.url));
  } finally {
    bare.child.kill();
    await stage.close();
  }
}

async function startBare(): Promise<{ url: string; child: ChildProcess }> {
  const file = join(import.meta.dirname, 'lib/bare-express.ts');
  const child = spawn(process.execPath, [...process.execArgv, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      const url = /^ready (\S+)$/m.exec(String(chunk))?.[1];
      if (url) resolve({ url, child });
    });
  });
}

/** Yardsticks and shop by turns, so that whatever else this machine does falls on all. */
async function measure(stage: Stage, bareUrl: string) {
  const asks = await prepare(stage, bareUrl);
  const series = { json: empty(), hot: empty(), spread: empty(), hello: empty(), page: empty() };
  const cpu: Cpu = { seconds: {}, orders: 0 };
  for (const name of ['json', 'hot', 'spread', 'page'] as const)
    await hurry(asks[name], empty(), CALLERS, 1500);
  for (let round = 0; round < Number(values.rounds); round++) {
    await hurry(asks.json, series.json, CALLERS, MS);
    await counted(stage, cpu, series.hot, () => hurry(asks.hot, series.hot, CALLERS, MS));
    await hurry(asks.spread, series.spread, CALLERS, MS);
    await hurry(asks.hello, series.hello, CALLERS, MS);
    await hurry(asks.page, series.page, CALLERS, MS);
  }
  const unhurried = empty();
  const half = series.hot.times.length / series.hot.seconds / 2;
  await paced(asks.spread, unhurried, half, MS * 2);
  return { series, unhurried, cpu };
}

interface Cpu {
  seconds: Record<string, number>;
  orders: number;
}

async function counted(
  stage: Stage,
  cpu: Cpu,
  series: Series,
  work: () => Promise<void>,
): Promise<void> {
  const [before, orders] = [stage.cpu(), series.times.length];
  await work();
  for (const [name, seconds] of Object.entries(stage.cpu()))
    cpu.seconds[name] = (cpu.seconds[name] ?? 0) + seconds - (before[name] ?? 0);
  cpu.orders += series.times.length - orders;
}

/** Milliseconds of CPU per order, by process and in all. */
function cpuPerOrder({ seconds, orders }: Cpu): Record<string, number> {
  const entries = Object.entries(seconds).map(([name, each]): [string, number] => [
    name,
    Math.round((each / orders) * 100_000) / 100,
  ]);
  const all = entries.reduce((sum, [, each]) => sum + each, 0);
  return { ...Object.fromEntries(entries), all: Math.round(all * 100) / 100 };
}

async function prepare(stage: Stage, bareUrl: string) {
  const { openShop } = await import('../test/orders/drill/shop.ts');
  const { aVariantWithCards } = await import('../test/shop.ts');
  const shop = await openShop(stage, CALLERS);
  const hot = await aVariantWithCards(shop.db, HOT);
  const spread: string[] = [];
  for (let n = 0; n < SPREAD.variants; n++) {
    const { variant } = await aVariantWithCards(shop.db, SPREAD.cards);
    spread.push(variant.variant_no);
  }
  await shop.db.destroy();
  const product = new Pool(stage.urls[0] ?? '', { connections: CALLERS, pipelining: 1 });
  const bare = new Pool(bareUrl, { connections: CALLERS, pipelining: 1 });
  let n = 0;
  const order =
    (variant: () => string): Ask['make'] =>
    () => {
      const { key = '' } = shop.buyers[n++ % shop.buyers.length] ?? {};
      const headers = {
        ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        'idempotency-key': randomUUID(),
      };
      const body = JSON.stringify({ variant_no: variant(), quantity: 1, gateway: 'balance' });
      return { path: '/api/v1/orders', method: 'POST', headers, body };
    };
  const make = order(() => hot.variant.variant_no);
  const any = order(() => spread[n % spread.length] ?? '');
  const get = (path: string) => () => ({ path, method: 'GET' as const, headers: {} });
  return {
    json: { pool: bare, status: 201, make: () => ({ ...make(), path: '/json' }) },
    hot: { pool: product, status: 201, make },
    spread: { pool: product, status: 201, make: any },
    hello: { pool: bare, status: 200, make: get('/hello') },
    page: { pool: product, status: 200, make: get(`/shop/${hot.product.product_no}`) },
  } satisfies Record<string, Ask>;
}

function report({ series, unhurried, cpu }: Awaited<ReturnType<typeof measure>>): void {
  const rates = Object.fromEntries(
    Object.entries(series).map(([name, each]) => [name, figuresOf(each)]),
  );
  const ratio = (a: Series, b: Series) =>
    Math.round((a.times.length / a.seconds / (b.times.length / b.seconds)) * 100) / 100;
  const figures = {
    ...rates,
    half_rate: figuresOf(unhurried),
    cpu_ms_per_order: cpuPerOrder(cpu),
    order_to_bare_json: ratio(series.hot, series.json),
    hot_to_spread: ratio(series.hot, series.spread),
    page_to_bare_hello: ratio(series.page, series.hello),
  };
  const lines = Object.entries(figures).map(
    ([name, value]) => `${name.padEnd(20)} ${JSON.stringify(value)}`,
  );
  process.stdout.write(`${values.json ? JSON.stringify(figures) : lines.join('\n')}\n`);
}

await main();
