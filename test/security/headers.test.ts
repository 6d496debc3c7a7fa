import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { routesOf } from './routes.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { redis } = await import('../../src/platform/redis.ts');
const { version } = await import('../../src/version.ts');
const routes = routesOf(createApp());

const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';manifest-src 'self'";

/** What must stand on every answer, whatever it is. */
function judge(answer: Response, what: string): void {
  const policy = answer.headers.get('content-security-policy') ?? '';
  if (!policy.includes('sandbox')) assert.equal(policy, POLICY, what);
  const wanted = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-powered-by': null,
  };
  for (const [name, value] of Object.entries(wanted))
    assert.equal(answer.headers.get(name), value, `${what}: ${name}`);
  assert.match(answer.headers.get('cross-origin-resource-policy') ?? '', /^(same|cross)-origin$/);
  assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=31536000/);
  assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, what);
}

async function forgetLimits(): Promise<void> {
  const keys = await redis().keys(`${process.env['QUEUE_PREFIX']}:limit:*`);
  if (keys.length > 0) await redis().del(keys);
}

const KEPT = ['/shop', '/shop/:product_no', '/api/v1/products', '/api/v1/products/:product_no'];

for (const role of ['nobody', 'customer', 'reviewer', 'administrator']) {
  test(`every page for ${role} carries every header, is kept by nobody, and none is a fault of ours`, async () => {
    const who = role === 'nobody' ? app.client() : await app.signedIn(role);
    await forgetLimits();
    for (const { pattern, path } of routes.filter(({ method }) => method === 'GET')) {
      const answer = await who.get(path);
      await answer.arrayBuffer();
      judge(answer, `${pattern} ${answer.status}`);
      assert.ok(answer.status < 500, `${pattern}: ${answer.status}`);
      // The shop's own pages are the same for every visitor: he may keep them, and asks each time.
      const kept = role === 'nobody' && KEPT.includes(pattern) && answer.status === 200;
      const wanted = kept ? 'no-cache' : 'no-store';
      assert.equal(answer.headers.get('cache-control'), wanted, pattern);
    }
  });
}

test('errors, assets, missing assets, odd methods and broken addresses carry them too', async () => {
  const who = app.client();
  const odd: [string, RequestInit?][] = [
    [`/assets/${version}/css/base.css`],
    ['/assets/css/base.css'],
    ['/assets/nothing.css'],
    [`/assets/${version}/%2e%2e/package.json`],
    ['/%'],
    ['/%E0%A4%A'],
    ['/nowhere'],
    ['/sign-in', { method: 'OPTIONS' }],
    ['/sign-in', { method: 'DELETE' }],
    ['/sign-in', { method: 'HEAD' }],
    ['/', { method: 'PATCH' }],
    ['/assets/css/base.css', { method: 'POST' }],
    [
      '/sign-in',
      {
        method: 'POST',
        body: 'x'.repeat(2_000_000),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ],
    [
      '/api/v1/filings',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    ],
    ['/sign-in', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }],
  ];
  for (const [path, init] of odd) {
    const answer = await who.fetch(path, init);
    const text = await answer.text();
    judge(answer, `${init?.method ?? 'GET'} ${path} ${answer.status}`);
    assert.ok(answer.status < 500, `${path}: ${answer.status}`);
    assert.doesNotMatch(text, /node_modules|src\/|at .+:\d+:\d+/, `${path} shows a stack`);
  }
  assert.equal((await who.get('/assets/nothing.css')).status, 404);
});

test('assets named by their content are kept for a year, and never outlive a new version', async () => {
  const answer = await app.client().get(`/assets/${version}/css/base.css`);
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  const plain = await app.client().get('/assets/css/base.css');
  assert.equal(plain.headers.get('cache-control'), 'public, max-age=600');
});

test('a bug shows a plain page with a number, not what happened', async () => {
  await app.db.schema.renameTable('filings', 'filings_aside');
  const customer = await app.signedIn('customer');
  const answer = await customer.get('/filings');
  const api = await customer.json('GET', '/api/v1/filings/BA1');
  await app.db.schema.renameTable('filings_aside', 'filings');
  assert.equal(answer.status, 500);
  judge(answer, 'a bug');
  const text = await answer.text();
  assert.match(text, /系统出了问题/);
  assert.doesNotMatch(text, /filings_aside|doesn't exist|select|knex/);
  assert.equal(api.status, 500);
  assert.deepEqual(Object.keys(api.body.error), ['code', 'message', 'fields', 'request_id']);
  assert.equal(api.body.error.code, 'internal');
});
