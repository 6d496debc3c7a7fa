import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { start } from '../harness.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { webServer } = await import('../../src/platform/web-server.ts');
const { aKeyOf, aPerson } = await import('../factories.ts');
const key = await aKeyOf(await aPerson());
const customer = await app.signedIn('customer');
const server = webServer(createApp());
const port = await server.listen(0, '127.0.0.1');
after(() => server.stop(100));

async function api(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const answer = await fetch(`${app.url}/api/v1/filings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, error: JSON.parse(await answer.text()).error };
}

const deep = (depth: number) => `${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`;
const JSONS: [
  what: string,
  body: string | Uint8Array,
  status: number,
  headers?: Record<string, string>,
][] = [
  ['nested 10,000 deep', deep(10_000), 400],
  ['nested half a million deep', '['.repeat(500_000) + ']'.repeat(500_000), 400],
  ['one of a megabyte', JSON.stringify({ entity: { name: 'x'.repeat(1_000_000) } }), 422],
  ['a number that is none', '{"entity":NaN}', 400],
  ['a number beyond all numbers', '{"entity":{"province_code":1e999}}', 422],
  ['the same key twice', '{"entity":{},"entity":[]}', 422],
  ['the prototype', '{"__proto__":{"reviewed":true}}', 400],
  ['the prototype further down', '{"entity":{"leader":{"__proto__":{"x":1}}}}', 400],
  ['a list', '[]', 422],
  ['a word', '"x"', 400],
  ['nothing', '', 422],
  ['half of it', '{"entity":', 400],
  [
    'a bomb of 100 MB, packed',
    gzipSync(Buffer.alloc(100 << 20, 32)),
    413,
    { 'content-encoding': 'gzip' },
  ],
  ['unknown packing', '{}', 415, { 'content-encoding': 'zstd' }],
  ['unknown letters', '{}', 415, { 'content-type': 'application/json; charset=koi8' }],
  ['41 MB', `{"a":"${'x'.repeat(41 << 20)}"}`, 413],
  ['a million empty lists', `{"draft":true,"services":[${'[],'.repeat(1_000_000)}[]]}`, 413],
  ['a million names', `{${'"a":1,'.repeat(1_000_000)}"b":1}`, 413],
];

for (const [what, body, status, headers] of JSONS) {
  test(`JSON with ${what} is refused as ${status}, in JSON and in words`, async () => {
    const { status: given, error } = await api(body, headers);
    assert.equal(given, status, JSON.stringify(error));
    assert.match(error.message, /\p{Script=Han}{3}/u);
    assert.equal(Reflect.get({}, 'x') ?? Reflect.get({}, 'reviewed'), undefined);
  });
}

const part = (headers: string, body: string) => `--x\r\n${headers}\r\n\r\n${body}\r\n`;
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.jpg"';
const FORMS: [what: string, body: string][] = [
  ['no end', part(FILE, 'x')],
  ['no parts', '--x--\r\n'],
  ['two files', `${part(FILE, 'x') + part(FILE, 'y')}--x--\r\n`],
  ['a file under another name', `${part(FILE.replace('"file"', '"__proto__"'), 'x')}--x--\r\n`],
  [
    'a field named like the prototype',
    `${part('Content-Disposition: form-data; name="__proto__"', 'x')}--x--\r\n`,
  ],
  [
    'a purpose that is a path',
    `${part('Content-Disposition: form-data; name="purpose"', '../../x') + part(FILE, 'x')}--x--\r\n`,
  ],
  ['800 fields', `${part('Content-Disposition: form-data; name="a"', 'x').repeat(800)}--x--\r\n`],
  [
    'a part with 100 KB of headers',
    `${part(`${FILE}\r\nX: ${'y'.repeat(100_000)}`, 'x')}--x--\r\n`,
  ],
];

for (const [what, body] of FORMS) {
  test(`a form with ${what} is refused, and nothing is stored`, async () => {
    const headers = {
      'content-type': 'multipart/form-data; boundary=x',
      accept: 'application/json',
    };
    const answer = await customer.fetch('/documents', { method: 'POST', body, headers });
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    assert.match(await answer.text(), /\p{Script=Han}{3}/u);
    assert.equal((await app.db('documents').count({ n: '*' }).first())?.['n'], 0);
  });
}

const POST =
  'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n';
const RAW: [what: string, text: string, status: number][] = [
  [
    'both lengths',
    `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
    400,
  ],
  ['two lengths', `${POST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`, 400],
  ['a length that is none', `${POST}Content-Length: -1\r\n\r\n`, 400],
  ['a chunk that is none', `${POST}Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n`, 400],
  ['an odd encoding', `${POST}Transfer-Encoding: xchunked\r\n\r\n`, 400],
  ['a space before the colon', `${POST}Content-Length : 4\r\n\r\nabcd`, 400],
  ['bare line feeds', 'GET /healthz HTTP/1.1\nHost: a\n\n', 400],
  [
    '20 KB of cookies',
    `GET /sign-in HTTP/1.1\r\nHost: a\r\nCookie: a=${'x'.repeat(20_000)}\r\n\r\n`,
    431,
  ],
  ['an address of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
  ['a wish nobody knows', `${POST}Expect: miracles\r\nContent-Length: 0\r\n\r\n`, 417],
];

for (const [what, text, status] of RAW) {
  test(`a request with ${what} is answered once, as ${status}, with the headers of every answer`, async () => {
    const heard = await raw(text);
    assert.equal(heard.match(/^HTTP\/1\.1 /gm)?.length, 1, heard);
    assert.match(heard, new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const name of [
      'x-content-type-options: nosniff',
      'content-security-policy: ',
      'referrer-policy: ',
    ])
      assert.match(heard, new RegExp(`^${name}`, 'im'));
    assert.match(heard, /^connection: close/im);
  });
}

test('cookies that are broken, or many, are nobody’s', async () => {
  for (const cookie of [
    'session=%E0%A4%A',
    'session=',
    '=;;=',
    'flash=%',
    `session=${'x'.repeat(12_000)}`,
    'flash=success:%0d%0aX: 1; theme=%22%3E',
    Array(400).fill('session=a').join('; '),
  ]) {
    const answer = await fetch(`${app.url}/sign-in`, { headers: { cookie } });
    assert.equal(answer.status, 200, cookie.slice(0, 40));
    assert.doesNotMatch(await answer.text(), /data-theme="(?!auto)/);
  }
});

test('who sends slowly, or only holds a connection, is let go', async () => {
  const limits = {
    headersTimeout: 200,
    requestTimeout: 400,
    keepAliveTimeout: 200,
    connectionsCheckingInterval: 50,
  };
  const strict = webServer(createApp(), { limits });
  const at = await strict.listen(0, '127.0.0.1');
  assert.match(await raw('GET /healthz HTTP/1.1\r\nHost: a\r\nX: ', at), /^HTTP\/1\.1 408 /);
  assert.match(await raw(`${POST}Content-Length: 9\r\n\r\na`, at), /^HTTP\/1\.1 (408|303|422) /);
  assert.match(await raw('', at), /^(HTTP\/1\.1 408 |$)/);
  assert.match(await raw('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n', at), /^HTTP\/1\.1 200 /);
  await strict.stop(100);
});

/** Sends bytes as they are, and gives all that comes until the other side ends. */
function raw(text: string, at = port): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(at, '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.setTimeout(5000, () => socket.destroy(new Error(`still open: ${heard}`)));
    socket.on('error', reject);
    socket.on('data', (chunk) => (heard += chunk));
    socket.on('close', () => resolve(heard));
  });
}
