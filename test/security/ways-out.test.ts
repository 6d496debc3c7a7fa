import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import { start } from '../harness.ts';
import { startSink } from '../notify/smtp-sink.ts';
import { routesOf } from './routes.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { usePages } = await import('../../src/platform/web.ts');
const { webServer } = await import('../../src/platform/web-server.ts');
const { version } = await import('../../src/version.ts');

/** Where a browser that is at our page ends up after a redirect. */
const follow = (location: string | null) => new URL(location ?? '', app.url).origin;

test('the way back after choosing a theme never leads to another site', async () => {
  const there: [referer: string, path: string][] = [
    [`${app.url}/audit?action=x&before=3`, '/audit?action=x&before=3'],
    ['https://evil.example/path', '/path'],
    ['https://evil.example//evil.example', '/'],
    ['https://evil.example/\\evil.example', '/'],
    ['https://evil.example/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['javascript:alert(1)', '/'],
    ['data:text/html,x', '/'],
    ['//evil.example', '/'],
    ['', '/'],
  ];
  for (const [referer, path] of there) {
    const body = new URLSearchParams({ theme: 'dark' });
    const answer = await app
      .client()
      .fetch('/theme', { method: 'POST', body, headers: { referer } });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), path, referer);
    assert.equal(follow(answer.headers.get('location')), app.url);
  }
});

test('no page repeats a Host that somebody made up, and no mail links to it', async () => {
  const sink = await startSink();
  const { writeSetting } = await import('../../src/platform/settings.ts');
  const { mailSetting } = await import('../../src/notify/channels/mail-settings.ts');
  const { sweepDeliveries } = await import('../../src/notify/sweep.ts');
  const { aPerson } = await import('../factories.ts');
  await writeSetting(app.db, mailSetting, { host: '127.0.0.1', port: sink.port, secure: false });
  const { email } = await aPerson();
  const request = async (path: string, init: RequestInit = {}) => {
    const headers = {
      ...init.headers,
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    return app.client().fetch(path, { ...init, headers });
  };
  const body = new URLSearchParams({ account: email });
  assert.equal((await request('/password-reset', { method: 'POST', body })).status, 303);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await sweepDeliveries();
  const mail = sink.mails.at(-1);
  assert.match(mail?.text ?? '', /https?:\/\/\S+\/new-password\?token=/);
  assert.doesNotMatch(mail?.text ?? '', /evil/);
  for (const { path } of routesOf(createApp()).filter(({ method }) => method === 'GET'))
    assert.doesNotMatch(await (await request(path)).text(), /evil\.example/, path);
});

test('words of a message never break out of their cookie, and a long one still arrives', async (t) => {
  const small = express();
  usePages(small, version);
  small.get('/', (req, res) => {
    res.flash('error', String(req.query['words']).repeat(Number(req.query['times'])));
    res.redirect(303, '/there');
  });
  const server = webServer(small);
  const port = await server.listen(0, '127.0.0.1');
  t.after(() => server.stop(100));
  for (const words of [
    'a\r\nSet-Cookie: session=1',
    '；; Path=/; Domain=evil',
    '没有发出：',
    '\u0000\u2028',
  ]) {
    const url = `http://127.0.0.1:${port}/?times=100&words=${encodeURIComponent(words)}`;
    const answer = await fetch(url, { redirect: 'manual' });
    const lines = answer.headers.getSetCookie();
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /^flash=error%3A[\w%.!~*'()-]+; Max-Age=60; Path=\/; [^;]+; HttpOnly; SameSite=Lax$/,
    );
    assert.ok((lines[0] ?? '').length < 4096);
  }
});

test('a message is shown once, on the page that the redirects lead to', async () => {
  const customer = await app.signedIn('customer');
  customer.setCookie(`flash=${encodeURIComponent('info:<b>你好</b>')}`);
  assert.equal((await customer.get('/')).headers.get('location'), '/filings');
  assert.match(await (await customer.get('/filings')).text(), /&lt;b&gt;你好&lt;\/b&gt;/);
  assert.doesNotMatch(await (await customer.get('/filings')).text(), /你好/);
});

test('no spelling of a path leads out of the assets', async () => {
  const odd = [
    '/assets/../package.json',
    '/assets/..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
    '/assets//etc/passwd',
    '/assets/css/..%5c..%5cpackage.json',
    `/assets/${version}/..%2f..%2fpackage.json`,
    '/assets/css',
    '/assets/.git/config',
    '/assets/css/base.css%00.html',
    '/assets/css/base.css/',
  ];
  for (const path of odd) {
    const answer = await fetch(`${app.url}${path.replace('/../', '/%2e%2e/')}`, {
      redirect: 'manual',
    });
    assert.ok([303, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(await answer.text(), /"dependencies"|root:x:/, path);
  }
});
