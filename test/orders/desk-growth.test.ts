import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { manyOrders } from './many-orders.ts';

const { db, signedIn } = await start();
const operator = await signedIn('operator');
const rows = Number(process.env['BENCH_ROWS'] ?? 30_000);
const times = Number(process.env['BENCH_TIMES'] ?? 1);
const { products } = await manyOrders(db, rows);

/** Lists that operators open: each narrows by something else, the last ones by what hardly any order has. */
const LISTS = {
  newest: '',
  deep: `?after=${Math.ceil(rows / 2)}`,
  delivered: '?status=delivered',
  waiting: '?status=waiting',
  product: `?product_no=${products[3]}`,
  rare_product: `?product_no=${products.at(-1)}&status=refunded`,
  gateway: '?gateway=alipay',
  rare_gateway: '?gateway=epusdt&status=expired',
  nobody: '?gateway=manual&delivery=loop',
  late: '?late=1',
  exact_amount: '?least=77.77&most=77.77',
  amounts: '?least=50&most=60&status=delivered',
  period: '?from=2026-03-01&to=2026-03-02',
  period_rare: '?from=2026-03-01&to=2026-06-30&late=1&status=refunded',
  buyer: `?buyer=${'ab'.repeat(16)}`,
};

/** Rows of tables and indexes that the server has read for somebody. */
async function readSoFar(): Promise<number> {
  const [found = []] = await db.raw<{ Value: string }[][]>(
    "show global status where Variable_name in ('Handler_read_key', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')",
  );
  return found.reduce((sum, { Value }) => sum + Number(Value), 0);
}

// The first requests compile views and learn connections.
for (let n = 0; n < times && n < 10; n++) await (await operator.get('/shop-orders')).text();

const report: Record<string, { p95_ms: number; rows_read: number }> = {};

for (const [name, query] of Object.entries(LISTS)) {
  test(`the list of orders, ${name}, reads no more than a page can wait for`, async () => {
    const before = await readSoFar();
    const took: number[] = [];
    for (let n = 0; n < times; n++) {
      const begun = performance.now();
      const answer = await operator.get(`/shop-orders${query}`);
      await answer.text();
      took.push(performance.now() - begun);
      assert.equal(answer.status, 200);
    }
    const rows_read = Math.round(((await readSoFar()) - before) / times);
    report[name] = { p95_ms: Math.round(p95(took) * 10) / 10, rows_read };
    // Six thousand of them may be the counts beside the tabs; nothing reads the table from end to end.
    assert.ok(rows_read < Math.max(10_000, rows / 10), `${rows_read} rows`);
  });
}

const p95 = (ms: number[]) => ms.toSorted((a, b) => a - b)[Math.ceil(ms.length * 0.95) - 1] ?? 0;

test('the figures are written down for who asked for them', () => {
  const file = process.env['BENCH_REPORT'];
  if (file) writeFileSync(file, JSON.stringify({ rows, lists: report }));
});
