import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { type Browser, start } from '../harness.ts';
import { routesOf } from './routes.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { aPhoto } = await import('../factories.ts');
// What gateways post comes from elsewhere and acts for nobody: it is believed for its signature alone.
const mutating = routesOf(createApp()).filter(
  ({ method, pattern }) => method !== 'GET' && !pattern.startsWith('/payments/callbacks/'),
);
const people = [await app.signedIn('administrator'), await app.signedIn('customer')];
const here = new URL(app.url).host;

/** What a browser sends when another site is behind the request. */
const FOREIGN: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'https://shop.example.cn' },
  { 'sec-fetch-site': 'cross-site', origin: `http://${here}` },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `http://${here}.evil.example` },
  { origin: `http://evil.example/http://${here}` },
];

async function fingerprint(): Promise<string> {
  const tables = [
    'users',
    'sessions',
    'settings',
    'filings',
    'documents',
    'audit_entries',
    'bureaus',
  ];
  const counts = await Promise.all(tables.map((table) => app.db(table).count({ n: '*' })));
  return JSON.stringify(counts);
}

const cookieOf = (who: Browser) => [...who.cookies].map((pair) => pair.join('=')).join('; ');

test('no route takes a post that another site sends in the name of somebody', async () => {
  assert.ok(mutating.length > 50, `${mutating.length} routes`);
  const before = await fingerprint();
  for (const who of people) {
    for (const { method, pattern, path } of mutating) {
      for (const headers of FOREIGN) {
        const body = new URLSearchParams({ version: '1', reason: '测试', name: 'x' });
        const answer = await who.fetch(path, { method, headers, body });
        await answer.arrayBuffer();
        assert.equal(answer.status, 403, `${pattern} ${JSON.stringify(headers)}`);
      }
    }
  }
  assert.equal(await fingerprint(), before);
  for (const who of people)
    assert.equal((await who.get('/account')).status, 200, 'still signed in');
});

test('a form that needs no preflight is refused as well: plain text, and a picture as multipart', async () => {
  const before = await fingerprint();
  const [, customer] = people;
  assert.ok(customer);
  const picture = new FormData();
  picture.append('purpose', 'other');
  picture.append('file', new Blob([new Uint8Array(await aPhoto())]), 'a.jpg');
  const headers = { 'sec-fetch-site': 'cross-site' };
  const bodies: RequestInit[] = [
    { body: picture, headers },
    { body: '{"a":"b"}', headers: { ...headers, 'content-type': 'text/plain' } },
  ];
  for (const init of bodies) {
    for (const path of ['/documents', '/api/v1/filings', '/u/whatever'])
      assert.equal((await customer.fetch(path, { method: 'POST', ...init })).status, 403, path);
  }
  assert.equal(await fingerprint(), before);
});

test('the refusal comes before the body: ten announced megabytes are not waited for', async () => {
  const [, customer] = people;
  assert.ok(customer);
  for (const path of ['/documents', '/filings', '/api/v1/filings']) {
    const head = [
      `POST ${path} HTTP/1.1`,
      `Host: ${here}`,
      `Cookie: ${cookieOf(customer)}`,
      'Sec-Fetch-Site: cross-site',
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 10000000',
      '',
      '',
    ].join('\r\n');
    assert.match(await firstLine(head), /^HTTP\/1\.1 403 /, path);
  }
});

test('an old browser that sends only its own Origin, and a program that sends neither, are served', async () => {
  const [administrator] = people;
  for (const headers of [{ origin: app.url }, { 'sec-fetch-site': 'same-origin' }, {}] as Record<
    string,
    string
  >[]) {
    const body = new URLSearchParams({ theme: 'dark' });
    const answer = await administrator?.fetch('/theme', { method: 'POST', headers, body });
    assert.equal(answer?.status, 303);
  }
});

test('no header, parameter or other spelling turns a GET into a deed', async () => {
  const before = await fingerprint();
  for (const who of people) {
    for (const { method, path } of mutating) {
      const headers = {
        'x-http-method-override': method,
        'x-http-method': method,
        'x-method-override': method,
      };
      const answer = await who.fetch(`${path}?_method=${method}`, { headers });
      await answer.arrayBuffer();
      assert.ok(answer.status < 500, path);
    }
    assert.equal((await who.get('/account')).status, 200);
  }
  assert.equal(await fingerprint(), before);
});

/** What comes back while the body is still owed. */
function firstLine(head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(head));
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      socket.destroy();
      resolve(String(chunk).split('\r\n')[0] ?? '');
    });
  });
}
