import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { databaseTarget, throughPort, wireTo } from '../platform/wire.ts';

const address = process.env['TEST_DATABASE_URL'] ?? '';
const wire = await wireTo(databaseTarget(address));
process.env['TEST_DATABASE_URL'] = throughPort(address, wire.port);
const app = await start();
after(() => wire.end());
const { beginStopping } = await import('../../src/platform/stopping.ts');
const { defineOwedWork } = await import('../../src/platform/owed.ts');
const visitor = app.client();
let owedSince: Date | null = null;
defineOwedWork('test.work', async () => owedSince);

async function ready() {
  const answer = await visitor.get('/readyz');
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
const metric = async (pattern: RegExp) =>
  pattern.exec(await (await visitor.get('/metrics')).text())?.[1];

test('all is well: alive, ready, and every check is named', async () => {
  assert.equal((await visitor.get('/healthz')).status, 200);
  assert.deepEqual(await ready(), {
    status: 200,
    body: { status: 'ok', checks: { database: 'ok', redis: 'ok', schema: 'ok', owed_work: 'ok' } },
  });
});

test('a migration that was not run makes it not ready, and says so', async () => {
  const last = await app.db('knex_migrations').orderBy('id', 'desc').first();
  await app.db('knex_migrations').where({ id: last.id }).delete();
  const { status, body } = await ready();
  await app.db('knex_migrations').insert(last);
  assert.equal(status, 503);
  assert.deepEqual(body.checks, { database: 'ok', redis: 'ok', schema: 'failed', owed_work: 'ok' });
});

test('work that has been owed for a quarter of an hour makes it not ready; its age is a metric', async () => {
  owedSince = new Date(Date.now() - 14 * 60_000);
  assert.equal((await ready()).status, 200);
  owedSince = new Date(Date.now() - 16 * 60_000);
  const { status, body } = await ready();
  assert.deepEqual([status, body.checks.owed_work], [503, 'failed']);
  assert.ok(Number(await metric(/^owed_work_age_seconds\{work="test\.work"\} (\S+)$/m)) >= 960);
  owedSince = null;
  assert.equal(await metric(/^owed_work_age_seconds\{work="test\.work"\} (\S+)$/m), '0');
});

test('metrics count requests by their pattern, so that no number of a filing becomes a series', async () => {
  const customer = await app.signedIn('customer');
  for (const no of ['BA1', 'BA2', 'BA3']) await customer.get(`/filings/${no}`);
  await visitor.get('/nowhere/13800138000');
  const text = await (await visitor.get('/metrics')).text();
  assert.match(
    text,
    /http_request_duration_seconds_count\{method="GET",route="\/filings\/:filing_no",status="4xx"\} 3/,
  );
  assert.doesNotMatch(text, /BA1|13800138000/);
});

for (const [what, break_] of [
  ['is gone', () => wire.cut()],
  ['hangs', async () => wire.silence()],
] as const) {
  test(`when the database ${what}, it is alive but not ready, and the metrics still come`, async () => {
    await break_();
    try {
      assert.equal((await visitor.get('/healthz')).status, 200);
      const { status, body } = await ready();
      assert.equal(status, 503);
      assert.deepEqual([body.checks.database, body.checks.redis], ['failed', 'ok']);
      assert.match(await (await visitor.get('/metrics')).text(), /^process_cpu_seconds_total /m);
      assert.equal((await visitor.get('/assets/css/base.css')).status, 200);
    } finally {
      await wire.mend();
    }
    for (let i = 0; i < 100 && (await ready()).status !== 200; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await ready()).status, 200, 'ready again by itself');
  });
}

test('without a database a page says that the site is recovering, in words and styled', async () => {
  const customer = await app.signedIn('customer');
  await wire.cut();
  const answer = await customer.get('/filings');
  const api = await customer.json('GET', '/api/v1/filings/BA1');
  await wire.mend();
  assert.equal(answer.status, 503);
  const html = await answer.text();
  assert.match(html, /系统正在恢复，请稍后再试/);
  const css = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
  assert.equal((await visitor.get(css)).status, 200, css);
  assert.deepEqual([api.status, api.body.error.code], [503, 'unavailable']);
});

test('a process that is about to stop is not ready, so that no proxy sends it more', async () => {
  beginStopping();
  const { status, body } = await ready();
  assert.deepEqual([status, body.status], [503, 'stopping']);
});
