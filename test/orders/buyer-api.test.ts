import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { start } from '../harness.ts';
import { booksOf, giveMoney } from './shop.ts';

const app = await start();
const { db, url } = app;
const { aKeyOf, aPerson } = await import('../factories.ts');
const { aVariant, aVariantWithCards, cardsFor } = await import('../shop.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { settingOf } = await import('../../src/payments/gateways/set-up.ts');
const { shiftClock, SECOND } = await import('../../src/platform/clock.ts');
const { forgetLimits } = await import('../security/limits.ts');

const many = { open_per_buyer: 1000, open_per_device: 1000, open_per_source: 1000 };
await writeSetting(db, orderingSetting, { ...many, challenge_stock: 3, challenge_open: 0 });
await writeSetting(db, settingOf('balance'), { is_enabled: true });
await writeSetting(db, settingOf('manual'), { is_enabled: true, own: { instructions: '转账' } });

const owner = await aPerson();
const key = await aKeyOf(owner, ['shop.buy']);
await giveMoney(db, owner.id, 1_000_000);

interface Sent {
  key?: string;
  once?: string;
  headers?: Record<string, string>;
}
async function order(
  body: unknown,
  { key: own = key, once = randomUUID(), headers = {} }: Sent = {},
) {
  const answer = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${own}`, 'content-type': 'application/json' },
      ...{ 'idempotency-key': once, ...headers },
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
}

test('a program has its cards in the answer, and every header that other answers have', async () => {
  const { variant, secrets } = await aVariantWithCards(db, 3);
  const { status, body, headers } = await order({ variant_no: variant.variant_no, quantity: 2 });
  assert.equal(status, 201);
  const { order_no, cards, ...rest } = body;
  assert.match(order_no, /^DD\w{16}$/);
  assert.deepEqual(
    [rest.status, rest.total_cents, rest.pay, rest.hold_until],
    ['delivered', 1980, null, null],
  );
  assert.equal(cards.length, 2);
  assert.ok(cards.every(({ text }: { text: string }) => secrets.includes(text)));
  const plain = await fetch(`${url}/healthz`);
  for (const [name, value] of plain.headers)
    if (!/^(date|content-length|content-type|etag|x-request-id|cache-control|vary)$/.test(name))
      assert.equal(headers.get(name), value, name);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('etag'), null);
  assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  const again = await fetch(`${url}/api/v1/orders/${order_no}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  assert.deepEqual(JSON.parse(await again.text()).cards, cards);
  const foreign = await aKeyOf(await aPerson(), ['shop.buy']);
  for (const no of [order_no, 'DD0000000000000000']) {
    const headers = { authorization: `Bearer ${foreign}` };
    assert.equal((await fetch(`${url}/api/v1/orders/${no}`, { headers })).status, 404);
  }
});

test('the same key gives the same order, eight times at once too; another body under it is refused', async () => {
  const { variant } = await aVariantWithCards(db, 9);
  const once = randomUUID();
  const wish = { variant_no: variant.variant_no, quantity: 1 };
  const answers = await Promise.all(Array.from({ length: 8 }, () => order(wish, { once })));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(
    new Set(answers.map(({ body }) => JSON.stringify([body.order_no, body.cards]))).size,
    1,
  );
  const shuffled = { quantity: 1, variant_no: variant.variant_no };
  assert.equal((await order(shuffled, { once })).status, 201);
  const other = await order({ ...wish, quantity: 2 }, { once });
  assert.deepEqual([other.status, other.body.error.code], [422, 'unprocessable']);
  assert.equal((await booksOf(db, variant.id)).sold, 1);
});

test('what a program may not, cannot or does not say right is refused field by field, and nothing changes', async () => {
  const { variant } = await aVariantWithCards(db, 2);
  const { variant_no } = variant;
  const wrong: [unknown, number, string?][] = [
    [{ variant_no, quantity: -1 }, 422, 'quantity'],
    [{ variant_no, quantity: 1e9 }, 422, 'quantity'],
    [{ variant_no, quantity: 1.5 }, 422, 'quantity'],
    [{ variant_no, quantity: '2' }, 422, 'quantity'],
    [{ variant_no, quantity: 3 }, 409, 'quantity'],
    [{ variant_no, total_cents: 1 }, 422, '_'],
    [{ variant_no, price: 1 }, 422, '_'],
    [{ variant_no, max_total_cents: 989 }, 409, 'max_total_cents'],
    [{ variant_no, gateway: 'nobody' }, 422, 'gateway'],
    [{ variant_no, contact: 'x' }, 422, 'contact'],
    [{ variant_no, coupon: 'NOSUCH' }, 422, 'coupon'],
    [{ variant_no: 'GG0' }, 404, 'variant_no'],
    [{}, 422, 'variant_no'],
    ['{', 400],
    ['[]', 422],
    ['7', 400],
    ['{"__proto__":{"quantity":1}}', 400],
    [JSON.stringify({ variant_no, coupon: 'x'.repeat(20_000) }), 413],
  ];
  for (const [body, status, field] of wrong) {
    const answer = await order(body);
    const what = JSON.stringify(body).slice(0, 80);
    assert.equal(answer.status, status, `${what} ${JSON.stringify(answer.body)}`);
    assert.deepEqual(Object.keys(answer.body.error), ['code', 'message', 'fields', 'request_id']);
    if (field) assert.ok(answer.body.error.fields[field], `${what} ${JSON.stringify(answer.body)}`);
  }
  const books = { stock: 2, available: 2, held: 0, sold: 0, lines: 0 };
  assert.deepEqual(await booksOf(db, variant.id), books);
  const poor = await aPerson();
  const wish = { variant_no };
  assert.equal((await order(wish, { key: await aKeyOf(poor, ['shop.buy']) })).status, 409);
  assert.equal((await order(wish, { key: await aKeyOf(owner, ['filing.file']) })).status, 403);
  assert.equal((await order(wish, { key: 'bk_nobody' })).status, 401);
  assert.equal((await order(wish, { once: 'short' })).status, 400);
  assert.equal((await order(wish, { once: 'nön-ascii-key' })).status, 400);
  assert.equal((await order(wish, { headers: { 'content-type': 'text/plain' } })).status, 415);
  assert.deepEqual(await booksOf(db, variant.id), books);
});

test('a key that is disabled buys nothing from that moment on', async () => {
  const { disableClient } = await import('../../src/accounts/clients/manage-clients.ts');
  const { variant } = await aVariantWithCards(db, 2);
  const own = await aKeyOf(owner, ['shop.buy']);
  const wish = { variant_no: variant.variant_no };
  assert.equal((await order(wish, { key: own })).status, 201);
  const row = await db('api_clients').orderBy('id', 'desc').first();
  const { SYSTEM } = await import('../../src/audit/index.ts');
  await disableClient(row?.client_no ?? '', { ...owner, actor: SYSTEM } as never); // only its actor is read
  assert.equal((await order(wish, { key: own })).status, 401);
});

test('loop cards, other gateways and questions: each answers as a program needs it', async () => {
  const loop = await aVariant(db, { delivery: 'loop', stock: 5 });
  await cardsFor(db, loop.variant, 1);
  const shared = await order({ variant_no: loop.variant.variant_no, quantity: 2 });
  assert.equal(shared.body.cards.length, 1, JSON.stringify(shared.body));
  const { variant } = await aVariantWithCards(db, 2);
  const wish = { variant_no: variant.variant_no, gateway: 'manual' };
  const once = randomUUID();
  const held = await order(wish, { once });
  assert.deepEqual([held.body.status, held.body.pay.kind, held.body.cards], ['unpaid', 'page', []]);
  assert.match(held.body.pay.payment_no, /^ZF/);
  assert.deepEqual((await order(wish, { once })).body, held.body);
  const form_json = JSON.stringify([
    { name: 'answer_1', label: '账号', kind: 'text', is_required: true, options: [] },
  ]);
  const manual = await aVariant(db, { delivery: 'manual', stock: 3, product: { form_json } });
  const bare = await order({ variant_no: manual.variant.variant_no });
  assert.equal(bare.body.error.fields['form.answer_1'], '请填写');
  const said = await order({ variant_no: manual.variant.variant_no, form: { answer_1: 'lihua' } });
  assert.deepEqual([said.status, said.body.status, said.body.cards], [201, 'paid', []]);
});

test('a person buys the same way in his session, and a visitor not at all', async () => {
  const { variant } = await aVariantWithCards(db, 1);
  const customer = await app.signedIn('customer');
  await giveMoney(db, customer.user_id, 10_000);
  const wish = { variant_no: variant.variant_no };
  const headers = { 'idempotency-key': randomUUID() };
  assert.equal((await app.client().json('POST', '/api/v1/orders', wish, headers)).status, 401);
  const bought = await customer.json('POST', '/api/v1/orders', wish, headers);
  assert.deepEqual([bought.status, bought.body.cards.length], [201, 1]);
  const row = await db('orders').where({ order_no: bought.body.order_no }).first();
  assert.deepEqual([Number(row?.by_program), row?.user_id], [0, customer.user_id]);
});

const guestForm = (variant_no: string, differs = {}) => ({
  ...{ variant: variant_no, quantity: '1', contact: `${randomUUID()}@example.com` },
  ...{ password: 'hen-hao-ji', way: 'manual:', ...differs },
});

test('what runs short costs a proof of work: of its own variant, right, and once', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  const other = (await aVariantWithCards(db, 3)).variant;
  const guest = app.client();
  const solvedFor = async (variant_no: string) => {
    const { body: challenge } = await guest.json('GET', `/orders/challenge?variant=${variant_no}`);
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };
  const send = (differs: Record<string, string>) =>
    guest.post('/orders', guestForm(variant.variant_no, differs));
  const asked = await send({});
  assert.equal(asked.status, 422);
  assert.match(await asked.text(), /data-challenge="\/orders\/challenge\?variant=/);
  const proof = await solvedFor(variant.variant_no);
  const forged = Buffer.from(proof, 'base64')
    .toString()
    .replace(/"expiresAt":\d+/, '"expiresAt":99999999999');
  for (const bad of [
    'x',
    await solvedFor(other.variant_no),
    Buffer.from(forged).toString('base64'),
  ])
    assert.equal((await send({ proof: bad })).status, 422);
  assert.equal((await send({ proof })).status, 303);
  assert.equal((await send({ proof })).status, 422);
  assert.equal((await booksOf(db, variant.id)).held, 1);
});

test('who cannot work waits a little, once for each order and not often', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 3);
  const guest = app.client();
  const page = await (await guest.get(`/orders/new?variant=${variant.variant_no}`)).text();
  const wait = /name="wait" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const send = (ticket: string) =>
    guest.post('/orders', guestForm(variant.variant_no, { wait: ticket }));
  const early = await send(wait);
  assert.equal(early.status, 422);
  assert.match(await early.text(), /请等 1[0-5] 秒后再提交/);
  shiftClock(20 * SECOND);
  assert.equal((await send(wait.replace(/\d{13}/, '1000000000000'))).status, 422);
  assert.equal((await send(wait)).status, 303);
  assert.equal((await send(wait)).status, 422);
  shiftClock(0);
});
