import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Browser, start } from '../harness.ts';
import { forgetLimits } from './limits.ts';
import { type Route, routesOf } from './routes.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { aFiling, aPerson } = await import('../factories.ts');
const { personWithSession } = await import('../people.ts');
const src = new URL('../../src/', import.meta.url).pathname;

/** Names of fields and parameters, as the sources spell them. */
function names(pattern: RegExp): string[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^(sandbox|engines)|\/ocr\//.test(name))
    .map((name) => readFileSync(join(src, name), 'utf8'));
  return [
    ...new Set(files.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name ?? ''))),
  ];
}
const parameters = names(/query\[?'?\.?(\w+)'?\]/g).concat(
  names(/^ {2}(\w+): (?:z\.|text|id|day)/gm),
);
const fields = names(/^ +(\w+): z\b/gm).concat(
  names(/body\??\.(\w+)/g),
  'entity.name',
  'services.0.domains.0',
);

/** Somebody with a session of his own: some requests end it. */
async function freshClient(role: string) {
  const { cookie } = await personWithSession(role);
  const client = app.client();
  client.setCookie(cookie);
  return client;
}

const owner = await aPerson();
const filing = await aFiling({ customer: owner });
const routes = routesOf(createApp(), { filing_no: filing.filing_no });
const ofMethod = (method: string) => routes.filter((route) => route.method === method);

const EVIL = [
  '1e400',
  '-1',
  'NaN',
  '0x10',
  '9'.repeat(40),
  '',
  ' ',
  "' or 1=1 -- ",
  '%00',
  '\u0000',
  '𠮷\ud83d\ude00',
  '../../etc/passwd',
  '[object Object]',
  '__proto__',
  'constructor',
  '2026-02-31',
  '=cmd|1!A1',
];

/** Sends it; gives what it is when it was our fault. */
async function faultOf(
  who: Browser,
  route: Route,
  path: string,
  init: RequestInit = {},
): Promise<string[]> {
  const answer = await who.fetch(path, { method: route.method, ...init });
  const text = await answer.text();
  if (answer.status < 500) return [];
  return [`${route.method} ${route.pattern} ${answer.status} ${text.length < 500 ? text : ''}`];
}

for (const role of ['customer', 'administrator']) {
  test(`no parameter of a page is a fault of ours, whatever ${role} writes into the address`, async () => {
    const who = await freshClient(role);
    const faults: string[] = [];
    for (const route of ofMethod('GET')) {
      await forgetLimits();
      for (const [i] of EVIL.entries()) {
        const query = new URLSearchParams();
        for (const [n, name] of parameters.entries()) {
          query.append(name, EVIL[(n + i) % EVIL.length] ?? '');
          if (i % 3 === 2) query.append(name, 'twice');
        }
        faults.push(...(await faultOf(who, route, `${route.path}?${query}`)));
      }
      const traps = '__proto__[x]=1&constructor[prototype][x]=1&a[]=1&=&&%';
      faults.push(...(await faultOf(who, route, `${route.path}?${traps}`)));
    }
    assert.deepEqual([...new Set(faults)], []);
    assert.equal(Reflect.get({}, 'x'), undefined);
  });

  test(`no form is a fault of ours, whatever ${role} fills in`, async () => {
    const faults: string[] = [];
    for (const [i, route] of ofMethod('POST').entries()) {
      if (route.pattern === '/settings/storage') continue; // pictures lie where it says
      await forgetLimits();
      const who = await freshClient(role);
      const send = async (init?: RequestInit) =>
        faults.push(...(await faultOf(who, route, route.path, init)));
      for (let shift = i; shift < i + EVIL.length; shift += 5) {
        const form = new URLSearchParams({ version: '1' });
        const twice = new URLSearchParams();
        for (const [n, name] of fields.entries()) {
          const value = EVIL[(n + shift) % EVIL.length] ?? '';
          form.append(name, value);
          for (const each of [value, 'twice']) twice.append(name, each);
        }
        await send({ body: form });
        await send({ body: twice });
      }
      const traps = new URLSearchParams({
        __proto__: '1',
        constructor: '1',
        toString: '1',
        hasOwnProperty: '1',
        'a[b]': '1',
        '__proto__.x': '1',
        'entity.__proto__.x': '1',
        'materials.__proto__': '1',
        version: '1',
      });
      await send({ body: traps });
      await send();
      const json = { 'content-type': 'application/json' };
      await send({ headers: json, body: '{"version":1,"__proto__":{"x":1}}' });
    }
    assert.deepEqual([...new Set(faults)], []);
    assert.equal(Reflect.get({}, 'x'), undefined);
  });
}

test('no number in an address is a fault of ours', async () => {
  await forgetLimits();
  const odd = [
    '%00',
    '%0d%0aSet-Cookie:x=1',
    '..%2f..%2fsecrets.json',
    '%F0%9F%98%80',
    'a'.repeat(3000),
    '1e9',
    'constructor',
    '%25',
    '%E5%BC%A0',
    "'",
  ];
  const who = await freshClient('administrator');
  for (const { pattern, method } of routes.filter((route) => /:/.test(route.pattern))) {
    for (const value of odd) {
      const path = pattern.replace(/[{}]/g, '').replace(/:\w+/g, value);
      const answer = await who.fetch(path, { method });
      const text = await answer.text();
      assert.ok(answer.status < 500, `${method} ${pattern} ${value}: ${answer.status}`);
      assert.equal(answer.headers.get('set-cookie')?.includes('x=1') ?? false, false);
      assert.doesNotMatch(text, /seal_keys|root:x:/);
    }
  }
});
