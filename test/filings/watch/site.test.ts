import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import iconv from 'iconv-lite';
import { startDatabase } from '../../bureau/setup.ts';
import { startDns } from './dns-server.ts';

const { db } = await startDatabase();
const { fetchPage, reachBesides, reachOf } = await import(
  '../../../src/filings/watch/fetch-page.ts'
);
const { lookUp, lookUpBoth } = await import('../../../src/filings/watch/look-up.ts');
const dns = await startDns();
const { zone } = dns;
const servers = [dns.server];

/** The one address of this machine that counts as public here; 127.0.0.1 does not. */
const PUBLIC = '127.0.0.5';
let answer: RequestListener = (_req, res) => void res.end('ok');
const site = createServer((req, res) => answer(req, res));
await new Promise<void>((resolve) => site.listen(0, PUBLIC, resolve));
const { port } = site.address() as AddressInfo;
/** What must never be reached, on the same port. */
let reached = 0;
const inside = createServer((_req, res) => {
  reached++;
  res.end('secret');
});
await new Promise<void>((resolve) => inside.listen(port, '127.0.0.1', resolve));
after(() => {
  for (const server of [site, inside]) {
    server.close();
    server.closeAllConnections();
  }
});
reachBesides({ addresses: [PUBLIC], ports: [String(port)] });
const reach = reachOf(servers);
const page = (host: string) => fetchPage(`http://${host}:${port}/`, reach);

test('a name is looked up with what it stands for; no answer is not the same as no address', async () => {
  Object.assign(zone, {
    'a.cn': { A: ['47.96.0.7'], AAAA: ['2400:3200::1'] },
    'www.a.cn': { CNAME: ['cdn.example.com'], A: ['8.8.8.8'] },
    'cdn.example.com': {},
    'broken.cn': 'fail',
    'www.broken.cn': 'fail',
  });
  const own = await lookUp('a.cn', servers);
  assert.deepEqual(own, { outcome: 'found', v4: ['47.96.0.7'], v6: ['2400:3200::1'], chain: [] });
  const both = await lookUpBoth('a.cn', servers);
  assert.deepEqual(both.v4, ['47.96.0.7', '8.8.8.8']);
  assert.deepEqual(both.chain, ['cdn.example.com']);
  assert.equal((await lookUpBoth('nobody.cn', servers)).outcome, 'nowhere');
  assert.equal((await lookUpBoth('broken.cn', servers)).outcome, 'unknown');
});

test('a page is read in its own letters, through at most three redirects, and each call is recorded', async () => {
  zone['site.cn'] = { A: [PUBLIC] };
  answer = (req, res) => {
    const hop = Number(/(\d+)$/.exec(req.url ?? '')?.[1] ?? 0);
    if (hop < 3) return void res.writeHead(302, { location: `/hop${hop + 1}` }).end();
    res.setHeader('content-type', 'text/html; charset=gb2312');
    res.end(iconv.encode('<p>浙ICP备2026001号</p>', 'gbk'));
  };
  const { text, status, url } = await page('site.cn');
  assert.match(text, /浙ICP备2026001号/);
  assert.deepEqual([status, new URL(url).pathname], [200, '/hop3']);
  answer = (_req, res) => void res.writeHead(302, { location: '/again' }).end();
  await assert.rejects(page('site.cn'), /转向超过 3 次/);
  answer = (_req, res) => void res.end(iconv.encode('<meta charset="gbk"><p>备案</p>', 'gbk'));
  assert.match((await page('site.cn')).text, /备案/);
  const call = await db('outgoing_calls').where({ system: 'site' }).orderBy('id', 'desc').first();
  assert.deepEqual([call?.target, call?.outcome], [`site.cn:${port}`, 'HTTP 200']);
});

test('a page of more than a megabyte is given up', async () => {
  answer = (_req, res) => void res.end(Buffer.alloc(1024 * 1024 + 10, 'a'));
  await assert.rejects(page('site.cn'), /1 MB/);
});

test('no name, number or spelling leads to an address that is not public', async () => {
  Object.assign(zone, {
    'in.cn': { A: ['127.0.0.1'] },
    'half.cn': { A: [PUBLIC, '127.0.0.1'] },
    'six.cn': { AAAA: ['::1'] },
    'mapped.cn': { AAAA: ['::ffff:7f00:1'] },
    'meta.cn': { A: ['169.254.169.254'] },
  });
  for (const host of [
    ...['in.cn', 'half.cn', 'six.cn', 'mapped.cn', 'meta.cn', '127.0.0.1', '127.1', '2130706433'],
    ...['0x7f.0.0.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::]', 'localhost', '0.0.0.0'],
  ])
    await assert.rejects(page(host), /不允许访问|没有解析/, host);
  assert.equal(reached, 0);
});

test('a redirect is checked like the first address: the metadata service, another port and another scheme are refused', async () => {
  for (const location of [
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://in.cn/',
    ],
    ...[
      `http://127.0.0.1:${port}/`,
      `http://in.cn:${port}/`,
      'http://site.cn:6379/',
      'file:///etc/passwd',
    ],
    ...['ftp://site.cn/', 'gopher://site.cn/', `http://user:pass@site.cn:${port}/`, '//127.0.0.1/'],
  ]) {
    answer = (_req, res) => void res.writeHead(302, { location }).end();
    await assert.rejects(page('site.cn'), /不允许|没有解析|端口|网页地址|账号/, location);
  }
  assert.equal(reached, 0);
});

test('a name that changes its address between the check and the connection reaches only what was checked', async () => {
  zone['turn.cn'] = { A: [PUBLIC] };
  let asked = 0;
  dns.hooks.before = (name, type) => {
    if (name !== 'turn.cn' || type !== 'A') return;
    zone['turn.cn'] = { A: [asked++ === 0 ? PUBLIC : '127.0.0.1'] };
  };
  answer = (req, res) => void res.end(`host ${req.headers.host}`);
  assert.equal((await page('turn.cn')).text, `host turn.cn:${port}`);
  assert.equal(asked, 1, 'one question for one connection');
  await assert.rejects(page('turn.cn'), /不允许访问/);
  assert.equal(reached, 0);
});

test('with only our own addresses allowed, a site elsewhere is left alone', async () => {
  zone['else.cn'] = { A: ['8.8.8.8'] };
  const own = reachOf(servers, (address) => address === '47.96.0.7');
  await assert.rejects(fetchPage(`http://else.cn:${port}/`, own), /不在我们的地址上/);
});
