import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env['BASE_URL'] = 'https://beian.example.cn';
const { start } = await import('../harness.ts');
const app = await start();
const admin = await app.signedIn('administrator');

test('a link to hand on names the address that was set, whatever the Host header says', async () => {
  const form = { name: '钱样例', email: 'linked@example.com', mobile: '', roles: ['reviewer'] };
  const made = await (await admin.post('/people', form)).text();
  assert.match(made, /https:\/\/beian\.example\.cn\/new-password\?token=[\w-]+/);
  assert.ok(!made.includes(`${new URL(app.url).host}/new-password`));
});
