import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { writeSetting } = await import('../../src/platform/settings.ts');
const { sandboxSetting, startSandboxes } = await import('../../src/platform/sandboxes.ts');

const PAGE =
  '<header></header><link href="/sandbox.css"><a href="/mails/1">信</a><form action="/faults">';

/** Stands for a sandbox: answers as they do, and keeps what it was asked. */
const asked: { method: string; url: string; body: string; headers: object }[] = [];
const sandbox = createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => (body += chunk));
  req.on('end', () => {
    asked.push({ method: req.method ?? '', url: req.url ?? '', body, headers: req.headers });
    if (req.method === 'POST') res.writeHead(303, { location: '/' }).end();
    else if (req.url === '/picture') res.writeHead(200, { 'content-type': 'image/png' }).end('png');
    else res.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=b' }).end(PAGE);
  });
});
await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
after(() => sandbox.close());
const { port } = sandbox.address() as AddressInfo; // a TCP server's address is never a string

// Stands for the supervisor: the product only needs somebody who listens.
process.send = () => true;
after(() => {
  delete process.send;
});
await writeSetting(app.db, sandboxSetting, ['mail', 'sms', 'pay']);
await startSandboxes();
const say = (message: object) =>
  process.emit('message', { type: 'sandbox', ...message }, undefined);
say({ name: 'mail', urls: ['smtp://127.0.0.1:2525', `http://127.0.0.1:${port}`] });
say({ name: 'pay', urls: [], error: '端口被占用' });

const administrator = await app.signedIn('administrator');

test('a sandbox is shown under our own address, its links and forms too', async () => {
  const page = await administrator.get('/sandboxes/mail/');
  const html = await page.text();
  assert.equal(page.status, 200);
  for (const address of ['sandbox.css', 'mails/1', 'faults'])
    assert.ok(html.includes(`"/sandboxes/mail/${address}"`), html);
  assert.match(html, /href="\/setup\/connections"/);
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  assert.equal(page.headers.get('set-cookie'), null);
  const picture = await administrator.get('/sandboxes/mail/picture');
  assert.deepEqual(
    [picture.headers.get('content-type'), await picture.text()],
    ['image/png', 'png'],
  );
});

test('a form goes through, and leads back to the page under our address; nothing of the session goes along', async () => {
  const answer = await administrator.post('/sandboxes/mail/faults?x=1', {
    kind: 'a&b',
    times: '2',
  });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/sandboxes/mail/']);
  const last = asked.at(-1);
  assert.deepEqual(
    [last?.method, last?.url, last?.body],
    ['POST', '/faults?x=1', 'kind=a%26b&times=2'],
  );
  assert.doesNotMatch(JSON.stringify(last?.headers), /session=/);
});

test('no path leads to another host', async () => {
  for (const path of [
    '/sandboxes/mail//example.com/x',
    '/sandboxes/mail/%2F%2Fexample.com',
    '/sandboxes/mail/@example.com',
  ]) {
    const before = asked.length;
    assert.equal((await administrator.get(path)).status, 200, path);
    assert.equal(asked.length, before + 1);
  }
});

test('letters open accounts: only who manages settings sees them', async () => {
  for (const role of ['reviewer', 'operator', 'auditor', 'customer'] as const)
    assert.equal((await (await app.signedIn(role)).get('/sandboxes/mail/')).status, 403, role);
  assert.equal((await app.client().get('/sandboxes/mail/')).status, 303);
});

test('one that is unknown, not running, or gone is told in words', async () => {
  assert.equal((await administrator.get('/sandboxes/none/')).status, 404);
  assert.equal((await administrator.get('/sandboxes/constructor/')).status, 404);
  const starting = await administrator.get('/sandboxes/sms/');
  assert.equal(starting.status, 503);
  assert.match(await starting.text(), /演练环境“短信”正在启动/);
});

test('the page says where each sandbox stands, and looks again by itself while one is starting', async () => {
  const page = await (await administrator.get('/setup/connections')).text();
  assert.match(page, /id="sandboxes"[^>]*data-poll=""/);
  assert.match(page, /href="\/sandboxes\/mail\/"/);
  assert.match(page, /没有启动成功：端口被占用/);
  assert.doesNotMatch(page, /href="http:\/\/127\.0\.0\.1/, 'who sits elsewhere cannot follow that');
  say({ name: 'sms', urls: [`http://127.0.0.1:${port}`] });
  const later = await (await administrator.get('/setup/connections')).text();
  assert.doesNotMatch(later, /id="sandboxes"[^>]*data-poll/);
});
