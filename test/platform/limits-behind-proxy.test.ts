import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

process.env['TRUST_PROXY'] = '1';
const app = await start();
const MOST = 30; // of GET /setup, by source
const from = (addresses: string) =>
  app.client().fetch('/setup?token=wrong', { headers: { 'x-forwarded-for': addresses } });

test('behind one proxy the address that the proxy saw counts, whatever the client has put before it', async () => {
  let last = 0;
  for (let i = 0; i <= MOST; i++) last = (await from(`198.51.100.${i}, 203.0.113.9`)).status;
  assert.equal(last, 429);
  assert.equal((await from('203.0.113.9, 203.0.113.10')).status, 404, 'somebody else');
});

test('one who holds a whole IPv6 network is one source', async () => {
  let last = 0;
  for (let i = 0; i <= MOST; i++) last = (await from(`2001:db8:1:${i.toString(16)}::1`)).status;
  assert.equal(last, 429);
  assert.equal((await from('2001:db8:2::1')).status, 404, 'another network');
});
