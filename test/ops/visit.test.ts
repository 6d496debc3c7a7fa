import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { type Browser, start } from '../harness.ts';

const app = await start();
const customer = await app.signedIn('customer');
const MOST_BYTES = 100 * 1024;

/** Bytes on the wire of one answer, as a browser asks for it, and its text. */
function fetched(
  who: Browser,
  path: string,
): Promise<{ bytes: number; text: string; encoding: string }> {
  const cookie = [...who.cookies].map((pair) => pair.join('=')).join('; ');
  return new Promise((resolve, reject) => {
    const headers = { cookie, accept: 'text/html', 'accept-encoding': 'gzip' };
    const asked = request(new URL(path, app.url), { headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(Buffer.from(part));
      const body = Buffer.concat(parts);
      const encoding = answer.headers['content-encoding'] ?? '';
      const { gunzipSync } = await import('node:zlib');
      resolve({
        bytes: body.length,
        encoding,
        text: String(encoding === 'gzip' ? gunzipSync(body) : body),
      });
    });
    asked.on('error', reject).end();
  });
}

/** Everything a browser loads for a page it has never seen: sheets, scripts with what they import, pictures. */
async function visit(who: Browser, path: string): Promise<{ bytes: number; files: number }> {
  const seen = new Set<string>();
  const waiting = [path];
  let bytes = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const at = next.split('#')[0] ?? '';
    if (seen.has(at)) continue;
    seen.add(at);
    const { bytes: more, text, encoding } = await fetched(who, at);
    bytes += more;
    if (/\.(css|js|svg)$/.test(at) && more > 2000) assert.equal(encoding, 'gzip', at);
    const named = [...text.matchAll(/(?:<link[^>]+href|src|<use[^>]+href)="(\/assets\/[^"]+)"/g)];
    const imported = at.endsWith('.js')
      ? [...text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)]
      : [];
    waiting.push(...named.map(([, path = '']) => path));
    waiting.push(...imported.map(([, to = '']) => new URL(to, new URL(at, app.url)).pathname));
  }
  return { bytes, files: seen.size };
}

for (const path of ['/', '/sign-in', '/filings', '/filings/new']) {
  test(`a first visit to ${path} is small enough for a phone in the country`, async (t) => {
    const { bytes, files } = await visit(
      path.startsWith('/filings') ? customer : app.client(),
      path,
    );
    t.diagnostic(`${bytes} bytes in ${files} files`);
    assert.ok(files > 5, 'the style sheets were found');
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  });
}

test('the longest page of a form fits as well', async (t) => {
  const made = await customer.post('/filings', { entity_kind: '4', province_code: '330000' });
  const no = /BA[0-9A-Z]+/.exec(made.headers.get('location') ?? '')?.[0];
  const { bytes, files } = await visit(customer, `/filings/${no}/steps/entity`);
  t.diagnostic(`${bytes} bytes in ${files} files`);
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
});
