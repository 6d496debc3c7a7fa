import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Browser, start } from '../harness.ts';
import { forgetLimits } from './limits.ts';
import { routesOf } from './routes.ts';

const app = await start();
const { createApp } = await import('../../src/app.ts');
const { aFiling, aKeyOf, aPerson, aPhoto } = await import('../factories.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { send } = await import('../../src/notify/index.ts');
const { keepPicture, recordPicture } = await import('../../src/documents/index.ts');
const { personWithSession } = await import('../people.ts');

// What belongs to somebody else, and the same in numbers that do not exist.
const owner = await aPerson();
const stranger = await app.signedIn('customer');
const { filing_no } = await aFiling({ customer: owner });
const upload = { owner_id: owner.id, purpose: 'other', bytes: await aPhoto() };
const kept = await keepPicture(upload);
const { no } = await inTransaction((trx, after) => recordPicture(trx, kept, after));
await inTransaction((trx, after) =>
  send(trx, after, { event: 'filing.withdrawn', user_id: owner.id, to: {}, values: { filing_no } }),
);
const message_no = (await app.db('notifications').first())?.message_no ?? '';
const { user_no } = await personWithSession('customer');
const session_no = (await app.db('sessions').orderBy('id', 'desc').first())?.session_no ?? '';
await aKeyOf(owner);
const client_no = (await app.db('api_clients').first())?.client_no ?? '';
const theirs = { filing_no, no, message_no, session_no, client_no, user_no };
const nobodys = Object.fromEntries(
  Object.entries(theirs).map(([name, value]) => [
    name,
    `${value.slice(0, 4)}ZZZZZZZZZZZZZZ`.slice(0, value.length),
  ]),
);

/** Status and words of an answer, without what differs between any two. */
async function seen(who: Browser, method: string, path: string): Promise<string> {
  const body =
    method === 'GET'
      ? null
      : new URLSearchParams({ version: '1', reason: '测试', step: 'pictures' });
  const answer = await who.fetch(path, { method, ...(body ? { body } : {}) });
  const text = (await answer.text()).replace(/[0-9a-f-]{36}/g, '');
  const told = { status: answer.status, location: answer.headers.get('location'), text };
  return Object.entries({ ...theirs, ...nobodys }).reduce(
    (all, [, value]) => all.replaceAll(value, '…'),
    JSON.stringify(told),
  );
}

test('what is another’s looks exactly like what does not exist, on every route', async () => {
  const real = routesOf(createApp(), theirs);
  const made = routesOf(createApp(), nobodys);
  const before = JSON.stringify(await app.db('filings').where({ filing_no }).first());
  let compared = 0;
  for (const [i, { method, pattern, path }] of real.entries()) {
    const other = made[i]?.path ?? '';
    if (path === other) continue;
    await forgetLimits();
    assert.equal(
      await seen(stranger, method, path),
      await seen(stranger, method, other),
      `${method} ${pattern}`,
    );
    compared++;
  }
  assert.ok(compared > 30, `${compared} routes`);
  assert.equal(JSON.stringify(await app.db('filings').where({ filing_no }).first()), before);
});

test('a key of one customer does not open the filing of another', async () => {
  const key = await aKeyOf(await aPerson());
  const ask = (number: string) =>
    app
      .client()
      .json('GET', `/api/v1/filings/${number}`, undefined, { authorization: `Bearer ${key}` });
  const [real, none] = [await ask(filing_no), await ask(nobodys['filing_no'] ?? '')];
  assert.deepEqual([real.status, real.body.error.message], [404, none.body.error.message]);
});
