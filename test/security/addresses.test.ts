import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { after, afterEach, test } from 'node:test';
import fc from 'fast-check';
import { startDatabase } from '../bureau/setup.ts';

// Addresses that an operator may type: none of them leads into the network behind us, however it is written.

const { db } = await startDatabase();
const { networkOf } = await import('../../src/platform/addresses.ts');
const { dispatcherFor, isNotAllowed, privateSetting, resolveBy } = await import(
  '../../src/platform/call-out.ts'
);
const { writeSetting } = await import('../../src/platform/settings.ts');
const { importBureau } = await import('../../src/bureau/index.ts');
const { fetchText } = await import('../../src/bureau/soap/http.ts');
const { soapService } = await import('../../src/bureau/soap/soap.ts');
const { callAliyun } = await import('../../src/notify/channels/aliyun.ts');
const { transportTo } = await import('../../src/notify/channels/mail.ts');
const { objectStorage } = await import('../../src/documents/storage/object-store.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');

const allow = (...allowed: string[]) => writeSetting(db, privateSetting, { allowed });
await allow();
afterEach(async () => {
  resolveBy(undefined);
  await allow();
});

/** Whoever is behind us: counts who knocks, by any protocol. */
let knocks = 0;
const inside = createSocket((socket) => {
  knocks++;
  socket.destroy();
});
await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done));
after(() => inside.close());
const { port } = inside.address() as AddressInfo;

/** Every way to write an address that must not be called, beside names. */
const LITERALS = [
  // Loopback: dotted, short, decimal, octal, hexadecimal, mixed, full-width, circled, with a dot behind it.
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '017700000001', '0177.0.0.1', '0x7f000001'],
  ...['0x7f.0x0.0x0.0x1', '0x7f.1', '127.0.0.1.', '１２７.０.０.１', '①②⑦.0.0.①', '127。0。0。1'],
  ...['127.255.255.254', '%31%32%37.0.0.1'],
  // IPv6: loopback, unspecified, mapped, compatible, translated, NAT64, 6to4, unique local, link-local.
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
  ],
  ...['[::ffff:0:127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b::169.254.169.254]', '[2002:7f00:1::]'],
  ...[
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[ff02::1]',
    '[::ffff:10.0.0.1]',
    '[fd00:ec2::254]',
  ],
  // This network, private networks, shared, link-local and the clouds' metadata, multicast, broadcast.
  ...['0.0.0.0', '0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255'],
  ...[
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '100.100.100.200',
  ],
  ...['192.0.0.192', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
];

/** Whoever calls out to what an operator has typed. `address`: a host, as it stands in a URL. */
const CALLERS: Record<string, (host: string) => Promise<unknown>> = {
  'a bureau': (host) => fetchText(`http://${host}:${port}/x?wsdl`, { seconds: 2, bytes: 1000 }),
  'its WSDL': (host) => soapService(`http://${host}:${port}/x?wsdl`, 0),
  'the SMS service': (host) =>
    callAliyun(
      {
        ...{ endpoint: `http://${host}:${port}`, access_key_id: 'a', access_key_secret: 'b' },
        ...{ sign_name: '', templates: {}, sandbox: false },
      },
      'SendSms',
      {},
    ),
  'the store': (host) =>
    objectStorage({
      ...{ kind: 's3', endpoint: `http://${host}:${port}`, region: 'auto', bucket: 'b' },
      ...{ access_key_id: 'a', secret_access_key: 'b', path_style: true },
    }).check(),
  'the mail server': async (host) => {
    const server = { host: new URL(`http://${host}`).hostname, port, secure: false, user: '' };
    const transport = await transportTo({
      ...server,
      password: '',
      from: 'a@b.cn',
      sandbox: false,
    });
    return transport.verify();
  },
};

for (const [who, call] of Object.entries(CALLERS)) {
  test(`${who}: no way to write an inner address gets through (${LITERALS.length})`, async () => {
    for (const host of LITERALS) await assert.rejects(call(host), refusal, `${who} at ${host}`);
    assert.equal(knocks, 0);
  });

  test(`${who}: a name that stands for an inner address, alone or among others, is refused`, async () => {
    const names: Record<string, string[]> = {
      localhost: ['127.0.0.1'],
      'localhost.localdomain': ['::1'],
      'inner.example.cn': ['10.1.2.3'],
      'mixed.example.cn': ['8.8.8.8', '127.0.0.1'],
      'six.example.cn': ['::ffff:7f00:1'],
      'metadata.example.cn': ['169.254.169.254'],
      'nat.example.cn': ['64:ff9b::a9fe:a9fe'],
    };
    resolveBy(async (host) => found(names[host] ?? names[host.replace(/^b\./, '')] ?? []));
    for (const host of Object.keys(names)) await assert.rejects(call(host), refusal, host);
    assert.equal(knocks, 0);
  });
}

const found = (addresses: string[]) =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
/** Not: connection refused, or whatever else only who has connected could know. */
function refusal(error: unknown): boolean {
  const words = error instanceof Error ? `${error.message} ${String(error.cause)}` : '';
  return isNotAllowed(error) || /不允许访问内网地址|ENOTALLOWED/.test(words);
}

test('the setting permits private addresses, and nothing else can be permitted', async () => {
  await allow('127.0.0.0/8', '10.1.2.3');
  assert.ok(await dispatcherFor('http://127.0.0.1/'));
  assert.ok(await dispatcherFor('http://[::ffff:10.1.2.3]/'));
  await assert.rejects(dispatcherFor('http://10.1.2.4/'), isNotAllowed);
  await allow('0.0.0.0/0', '::/0');
  assert.ok(await dispatcherFor('http://192.168.1.1/'));
  for (const host of ['169.254.169.254', '0.0.0.0', '100.100.100.200', '[fe80::1]', '[::]'])
    await assert.rejects(dispatcherFor(`http://${host}/`), isNotAllowed, host);
  for (const wrong of ['10.0.0.0/40', 'localhost', '1.2.3', '']) await assert.rejects(allow(wrong));
});

test('what the product has started itself is called on this machine, and only there', async () => {
  assert.ok(await dispatcherFor('http://127.0.0.1/', { isSandbox: true }));
  for (const host of ['10.0.0.1', '127.0.0.2', '169.254.169.254'])
    await assert.rejects(dispatcherFor(`http://${host}/`, { isSandbox: true }), isNotAllowed);
});

test('other schemes and addresses with a user are refused', async () => {
  for (const url of ['file:///etc/passwd', 'gopher://8.8.8.8/', 'ftp://8.8.8.8/', 'data:,x'])
    await assert.rejects(dispatcherFor(url), /只能访问/);
  for (const url of ['http://a@8.8.8.8/', 'http://:p@8.8.8.8/', 'http://8.8.8.8@127.0.0.1/'])
    await assert.rejects(dispatcherFor(url), /不能带用户名/);
});

const serving = async (address: string, answer: Parameters<typeof createServer>[1]) => {
  const server: Server = createServer(answer!);
  await new Promise<void>((done) => server.listen(0, address, done));
  after(() => server.close());
  return (server.address() as AddressInfo).port;
};

test('a name that answers otherwise the second time gains nothing: the address that was judged is called', async () => {
  let asked = 0;
  const good = await serving('127.0.0.2', (_req, res) => res.end('<good/>'));
  await allow('127.0.0.2');
  resolveBy(async () => found([asked++ === 0 ? '127.0.0.2' : '127.0.0.1']));
  const url = `http://rebind.example.cn:${good}/`;
  const limits = { seconds: 2, bytes: 1000 };
  assert.equal((await fetchText(url, limits)).body, '<good/>');
  assert.equal(asked, 1, 'one look-up for one call');
  await assert.rejects(fetchText(url, limits), refusal);
  assert.equal(knocks, 0);
});

test('a redirect is not followed, wherever it leads', async () => {
  const location = `http://127.0.0.1:${port}/`;
  const away = await serving('127.0.0.2', (_req, res) => res.writeHead(302, { location }).end());
  await allow('127.0.0.2');
  const answer = await fetchText(`http://127.0.0.2:${away}/`, { seconds: 2, bytes: 1000 });
  assert.equal(answer.status, 302);
  await assert.rejects(soapService(`http://127.0.0.2:${away}/x?wsdl`, 0), /HTTP 302/);
  assert.equal(knocks, 0);
});

test('the address that a WSDL publishes is judged too', async () => {
  const { startSandbox } = await import('../sandbox/process.ts');
  const sandbox = await startSandbox('bureau', []);
  const wsdl = await (await fetch(`${sandbox.url}/ISPWebService/upDownLoad?wsdl`)).text();
  const published = wsdl.replaceAll(sandbox.url, `http://127.0.0.1:${port}`);
  const mine = await serving('127.0.0.2', (req, res) => {
    const isSchema = req.url?.includes('xsd') ?? false;
    if (!isSchema) return res.end(published.replaceAll(/http:\/\/127[^"]*xsd=1/g, '?xsd=1'));
    return fetch(`${sandbox.url}/ISPWebService/upDownLoad?xsd=1`)
      .then((answer) => answer.text())
      .then((text) => res.end(text));
  });
  await allow('127.0.0.2');
  const service = await soapService(`http://127.0.0.2:${mine}/ISPWebService/upDownLoad?wsdl`, 0);
  const values = { ispId: '1', userName: 'u', randVal: 'r', pwdHash: 'p', hashAlgorithm: '0' };
  const limits = { seconds: 2, bytes: 1000 };
  await assert.rejects(service.call('isp_download', values, limits), refusal);
  assert.equal(knocks, 0);
});

test('a bureau is not saved with an inner address, a user in it, or another scheme', async () => {
  const file = {
    ...{ name: 'x', province_code: '33', isp_id: 1, user_name: 'u', password: 'p', encrypt: 0 },
  };
  for (const url of [
    ...LITERALS.map((host) => `http://${host}/x?wsdl`),
    ...[
      'http://u:p@gj.example.cn/x',
      'http://:p@gj.example.cn/x',
      'file:///etc/passwd',
      'ftp://a.cn/',
    ],
  ]) {
    await assert.rejects(
      importBureau(db, { ...file, upload_wsdl: url }, SYSTEM),
      /upload_wsdl/,
      url,
    );
    const good = { ...file, upload_wsdl: 'http://gj.example.cn/x?wsdl' };
    await assert.rejects(importBureau(db, { ...good, query_wsdl: url }, SYSTEM), /query_wsdl/, url);
  }
  assert.equal((await db('bureaus')).length, 0);
});

test('every address of IPv4 is judged alike in all forms of IPv6 that carry it', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      const expected = networkOf(address);
      for (const form of [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::`])
        assert.equal(networkOf(form), expected, form);
    }),
  );
});
