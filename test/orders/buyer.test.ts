import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { openShop } from './buying.ts';
import { booksOf, giveMoney } from './shop.ts';

const app = await start();
const { db } = app;
const { cardsFor, aVariant, aVariantWithCards } = await import('../shop.ts');
const { fillQueues } = await import('../../src/orders/index.ts');
const { shiftClock, MINUTE, DAY } = await import('../../src/platform/clock.ts');
const { forgetLimits } = await import('../security/limits.ts');

const { buy, formFor, pageOf, pay, PASSWORD } = await openShop(app);

test('a guest buys, is told how to pay, and has his card on the page once the money is there', async () => {
  const { variant, secrets } = await aVariantWithCards(db, 3);
  const guest = app.client();
  const checkout = await pageOf(guest, `/orders/new?variant=${variant.variant_no}&quantity=2`);
  assert.match(checkout, /value="2"/);
  assert.match(checkout, /¥19\.80/);
  const order_no = await buy(guest, variant, { quantity: '2' });
  const unpaid = await pageOf(guest, `/orders/${order_no}`);
  assert.match(unpaid, /请转账到 6222 0000/);
  assert.match(unpaid, /附言请写/);
  const before = await guest.json('GET', `/orders/${order_no}/state`);
  assert.equal(await pay(order_no), 'delivered');
  assert.notEqual(
    (await guest.json('GET', `/orders/${order_no}/state`)).body.state,
    before.body.state,
  );
  const page = await guest.get(`/orders/${order_no}`);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  const body = await page.text();
  const shown = secrets.filter((secret) => body.includes(secret));
  assert.equal(shown.length, 2);
  const row = await db('orders').where({ order_no }).first();
  assert.ok(row?.seen_at);
  // Neither the contact nor the password lies about, and nobody's address is in the page.
  assert.doesNotMatch(JSON.stringify(row), /example\.com|hen-hao-ji/);
  assert.doesNotMatch(body, /li\.hua@/i);
  const txt = await guest.get(`/orders/${order_no}/cards.txt`);
  assert.match(txt.headers.get('content-disposition') ?? '', new RegExp(`${order_no}\\.txt`));
  assert.deepEqual((await txt.text()).trim().split('\n').sort(), shown.sort());
  assert.match(await pageOf(guest, `/orders/${order_no}/print`), new RegExp(shown[0] ?? 'none'));
});

test('nobody else sees an order: not by its number, not by another browser’s cookie, not by a made-up one', async () => {
  const { variant } = await aVariantWithCards(db, 1);
  const order_no = await buy(app.client(), variant);
  await pay(order_no);
  const stranger = app.client();
  await buy(stranger, (await aVariantWithCards(db, 1)).variant);
  const forger = app.client();
  forger.setCookie(`buyer=${'A'.repeat(43)}`);
  const customer = await app.signedIn('customer');
  for (const client of [app.client(), stranger, forger, customer]) {
    for (const no of [order_no, 'DD0000000000000000']) {
      const page = await client.get(`/orders/${no}`);
      assert.equal(page.headers.get('location'), `/order-lookup?order_no=${no}`);
      for (const path of ['state', 'cards.txt', 'print', 'payment/code.svg'])
        assert.equal((await client.get(`/orders/${no}/${path}`)).status, 404, path);
      for (const path of ['payment', 'cancellation'])
        assert.equal((await client.post(`/orders/${no}/${path}`)).status, 404, path);
    }
  }
});

test('number and password find an order again; a contact alone, or another password, never', async () => {
  await forgetLimits();
  const { variant, secrets } = await aVariantWithCards(db, 1);
  const order_no = await buy(app.client(), variant);
  await pay(order_no);
  const elsewhere = app.client();
  const wrong = await elsewhere.post('/order-lookup', { order_no, password: '0' });
  const none = await elsewhere.post('/order-lookup', {
    ...{ order_no: `DD${'Z'.repeat(16)}`, password: PASSWORD },
  });
  assert.deepEqual([wrong.status, none.status], [422, 422]);
  const plain = async (answer: Response) =>
    (await answer.text()).replace(/DD\w{16}|[0-9a-f-]{36}/g, '');
  assert.equal(await plain(wrong), await plain(none));
  const typed = ` ${order_no.toLowerCase().slice(0, 6)} ${order_no.toLowerCase().slice(6)}`;
  const right = await elsewhere.post('/order-lookup', { order_no: typed, password: PASSWORD });
  assert.equal(right.headers.get('location'), `/orders/${order_no}`);
  assert.ok((await pageOf(elsewhere, `/orders/${order_no}`)).includes(secrets[0] ?? 'none'));
  // Let in for a day.
  shiftClock(2 * DAY);
  assert.equal((await elsewhere.get(`/orders/${order_no}`)).status, 303);
  shiftClock(0);
});

test('passwords cannot be tried out: after six wrong ones not even the right one opens for a while', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 1);
  const order_no = await buy(app.client(), variant);
  const thief = app.client();
  const tries = Array.from({ length: 12 }, (_, n) =>
    thief.post('/order-lookup', { order_no, password: `guess-${n}` }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 422).length, 6);
  assert.equal(statuses.filter((status) => status === 429).length, 6);
  const late = await thief.post('/order-lookup', { order_no, password: PASSWORD });
  assert.equal(late.status, 429);
  shiftClock(16 * MINUTE);
  assert.equal((await thief.post('/order-lookup', { order_no, password: PASSWORD })).status, 303);
  shiftClock(0);
});

test('a mailed link goes to the buyer’s own address, opens once, and looking at it spends nothing', async () => {
  await forgetLimits();
  const { unseal } = await import('../../src/platform/seal.ts');
  const { variant, secrets } = await aVariantWithCards(db, 1);
  const order_no = await buy(app.client(), variant);
  await pay(order_no);
  const mails = () => db('deliveries').where({ event: 'order.link' });
  const ask = (contact: string) => app.client().post('/order-lookup/link', { order_no, contact });
  const [other, own] = [await ask('other@example.com'), await ask('li.hua@EXAMPLE.com')];
  assert.deepEqual([other.status, own.status], [303, 303]);
  const [mail, ...more] = await mails();
  assert.equal(more.length, 0);
  const place = `deliveries.content:${mail?.delivery_no}`;
  const content = JSON.parse(unseal(mail?.content_sealed ?? '', place));
  assert.equal(content.to, 'li.hua@example.com');
  const link = content.link;
  const reader = app.client();
  for (let n = 0; n < 2; n++) assert.equal((await reader.get(link)).status, 200);
  assert.equal((await reader.post(link)).headers.get('location'), `/orders/${order_no}`);
  assert.ok((await pageOf(reader, `/orders/${order_no}`)).includes(secrets[0] ?? 'none'));
  const second = app.client();
  assert.deepEqual([(await second.get(link)).status, (await second.post(link)).status], [404, 404]);
  assert.equal((await second.get(`/orders/${order_no}`)).status, 303);
  const links = await db('order_links').select('token_digest');
  assert.ok(links.every(({ token_digest }) => !link.includes(token_digest)));
});

test('a buyer cancels, and his stock is there for the next; a gone order offers itself again', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 1);
  const guest = app.client();
  const order_no = await buy(guest, variant);
  assert.equal((await booksOf(db, variant.id)).available, 0);
  assert.equal((await guest.post(`/orders/${order_no}/cancellation`)).status, 303);
  assert.equal((await booksOf(db, variant.id)).available, 1);
  const page = await pageOf(guest, `/orders/${order_no}`);
  assert.match(page, /订单已取消/);
  assert.ok(page.includes(`/orders/new?variant=${variant.variant_no}`));
});

test('who has paid and finds nothing left is told his place, and has his card when it comes', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 1);
  const [early, late] = [app.client(), app.client()];
  const first = await buy(early, variant);
  await early.post(`/orders/${first}/cancellation`);
  const second = await buy(late, variant);
  assert.equal(await pay(second), 'delivered');
  assert.equal(await pay(first), 'waiting');
  assert.match(await pageOf(early, `/orders/${first}`), /您排在第一位/);
  const [secret = 'none'] = await cardsFor(db, variant, 1);
  await fillQueues();
  assert.ok((await pageOf(early, `/orders/${first}`)).includes(secret));
});

test('a customer pays from his balance, at once or later, and finds his orders again', async () => {
  await forgetLimits();
  const { variant, secrets } = await aVariantWithCards(db, 3);
  const customer = await app.signedIn('customer');
  await giveMoney(db, customer.user_id, 2000);
  const form = { way: 'balance:', contact: '', password: '' };
  const at_once = await buy(customer, variant, form);
  const page = await pageOf(customer, `/orders/${at_once}`);
  assert.ok(secrets.some((secret) => page.includes(secret)));
  const later = await buy(customer, variant, { ...form, way: 'manual:' });
  assert.equal((await customer.post(`/orders/${later}/payment`, { way: 'balance:' })).status, 303);
  assert.match(await pageOf(customer, `/orders/${later}`), /已发货/);
  assert.equal((await db('balances').where({ user_id: customer.user_id }).first())?.cents, 20);
  const books = { stock: 1, available: 1, held: 0, sold: 2, lines: 2 };
  assert.deepEqual(await booksOf(db, variant.id), books);
  const list = await pageOf(customer, '/my-orders?show=delivered');
  assert.ok(list.includes(at_once) && list.includes(later));
  const broke = await customer.post('/orders', formFor(variant, form));
  assert.equal(broke.status, 422);
  assert.match(await broke.text(), /不够付这一单/);
});

test('ten thousand cards of one order come as one file, and a hundred to a page', async () => {
  await forgetLimits();
  const { variant } = await aVariant(db, { price_cents: 0, product: { most_per_order: 10_000 } });
  const secrets = await cardsFor(db, variant, 10_000);
  const guest = app.client();
  const order_no = await buy(guest, variant, { quantity: '10000' });
  const txt = await (await guest.get(`/orders/${order_no}/cards.txt?bom=1`)).arrayBuffer();
  assert.deepEqual([...new Uint8Array(txt).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(txt).trim().split('\n');
  assert.deepEqual(lines.sort(), secrets.sort());
  const page = await pageOf(guest, `/orders/${order_no}?page=100`);
  assert.equal(page.match(/class="card-line"/g)?.length, 100);
  assert.match(page, /第 100 \/ 100 页/);
});
