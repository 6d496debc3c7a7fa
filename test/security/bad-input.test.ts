import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../harness.ts';
import { makeWorld } from '../matrix/world.ts';
import { forgetLimits } from './limits.ts';

const app = await start();
const world = await makeWorld(app);
const posts = world.routes.filter(({ method }) => method === 'POST');
/** Where a storage lies is not to be changed under the other tests; an exchange and a test ask outside systems. */
const LEFT_OUT = /^\/settings\/storage$|\/exchanges$|\/checks$|\/test$|\/sequence$/;

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '👨‍👩‍👧‍👦',
    '__proto__',
    'NaN',
    '-1',
    '1e400',
    '<b>"\'&',
  ),
  fc.constantFrom('长'.repeat(300), 'x'.repeat(100_000), `${'9'.repeat(400)}`),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const name = fc.constantFrom(
  ...['version', 'name', 'email', 'account', 'password', 'reason', 'roles', 'decision', 'purpose'],
  ...[
    'field',
    'entity.name',
    'services.0.domains.0',
    'services.99.name',
    'present',
    'token',
    'step',
  ],
  ...['theme', 'columns', 'back', 'sandboxes', 'override', 'ip_ranges', 'hours', 'add', 'remove'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'a[b]',
    'version[x]',
    'purpose[toString]',
  ],
);
const fields = fc.array(fc.tuple(name, text), { maxLength: 12 });
const CARRIED = ['form', 'multipart', 'json', 'text', 'wrong'] as const;

function sent(carried: (typeof CARRIED)[number], pairs: [string, string][]): RequestInit {
  if (carried === 'form') return { body: new URLSearchParams(pairs) };
  if (carried === 'multipart') {
    const body = new FormData();
    for (const [name, value] of pairs) body.append(name, value);
    return { body: body };
  }
  const body = carried === 'wrong' ? '{"a":' : JSON.stringify(Object.fromEntries(pairs));
  const type = { json: 'application/json', text: 'text/plain', wrong: 'multipart/form-data' }[
    carried
  ];
  return { body, headers: { 'content-type': type } };
}

for (const route of posts.filter(({ pattern }) => !LEFT_OUT.test(pattern))) {
  test(`POST ${route.pattern} takes or refuses whatever is sent, and never breaks`, async () => {
    await forgetLimits();
    const values = await world.things(route);
    const path = world.pathOf(route, values);
    const who = /^\/(filings|api|documents|account)/.test(path) ? 'owner' : 'admin';
    await fc.assert(
      fc.asyncProperty(fields, fc.constantFrom(...CARRIED), async (pairs, carried) => {
        const init = sent(carried, pairs);
        const headers = { accept: 'text/html', ...init.headers, ...(await world.headersOf(who)) };
        const at = new URL(path, app.url);
        const answer = await fetch(at, { method: 'POST', redirect: 'manual', ...init, headers });
        const words = await answer.text();
        assert.ok(
          answer.status < 500 || answer.status === 503,
          `${answer.status} ${words.slice(0, 300)}`,
        );
        assert.doesNotMatch(words, /\.ts:\d|node_modules|at async|ER_[A-Z]+/);
        assert.equal(Reflect.get({}, 'x'), undefined);
      }),
      { numRuns: 8 },
    );
  });
}
