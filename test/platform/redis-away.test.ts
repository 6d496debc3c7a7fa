import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Browser, start } from '../harness.ts';
import { redisTarget, wireTo } from './wire.ts';

const wire = await wireTo(redisTarget(process.env['TEST_REDIS_URL'] ?? ''));
process.env['TEST_REDIS_URL'] = `redis://127.0.0.1:${wire.port}`;
const app = await start();
after(() => wire.end());
const customer = await app.signedIn('customer');
const draft = await newDraft(customer);

async function newDraft(who: Browser): Promise<string> {
  const made = await who.post('/filings', { entity_kind: '4', province_code: '330000' });
  return /BA[0-9A-Z]+/.exec(made.headers.get('location') ?? '')?.[0] ?? '';
}

/** A request that hangs fails here, instead of waiting for ever. */
const soon = () => ({ signal: AbortSignal.timeout(5000) });
const wrongPassword = () =>
  app.client().fetch('/sign-in', {
    ...soon(),
    method: 'POST',
    body: new URLSearchParams({ account: 'nobody@example.com', password: 'not the one' }),
  });

for (const [what, break_] of [
  ['stopped', () => wire.cut()],
  ['hanging', async () => wire.silence()],
] as const) {
  test(`with Redis ${what}, pages answer, drafts are saved, and signing in is refused in words`, async (t) => {
    await break_();
    t.after(() => wire.mend());
    for (const path of ['/', '/sign-in', '/healthz']) {
      const began = performance.now();
      assert.equal((await app.client().fetch(path, soon())).status, 200, path);
      t.diagnostic(`${path}: ${Math.round(performance.now() - began)} ms`);
    }
    for (const path of ['/filings', `/filings/${draft}/steps/entity`]) {
      const began = performance.now();
      assert.equal((await customer.fetch(path, soon())).status, 200, path);
      t.diagnostic(`${path}: ${Math.round(performance.now() - began)} ms`);
    }
    const saved = await customer.fetch(`/filings/${draft}/draft`, {
      ...soon(),
      method: 'POST',
      body: new URLSearchParams({ version: '1', 'entity.name': '云图' }),
    });
    assert.ok([200, 409].includes(saved.status), `saving: ${saved.status}`);
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      const refused = await wrongPassword();
      t.diagnostic(`sign-in: ${Math.round(performance.now() - began)} ms`);
      assert.equal(refused.status, 503);
      assert.match(await refused.text(), /请稍后再试/);
    }
    const ready = await app.client().fetch('/readyz', soon());
    assert.equal(ready.status, 503);
    assert.equal(JSON.parse(await ready.text()).checks.redis, 'failed');
  });

  test(`when Redis is back after ${what}, people sign in again by themselves`, async () => {
    let status = 0;
    for (let i = 0; i < 50 && status !== 422; i++) {
      status = (await wrongPassword()).status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(status, 422);
    assert.equal((await app.client().get('/readyz')).status, 200);
  });
}
