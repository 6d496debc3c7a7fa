import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type App, start } from '../harness.ts';
import { openShop } from '../orders/buying.ts';
import { moneyFor } from '../orders/landed.ts';
import { booksOf, giveMoney } from '../orders/shop.ts';
import { forgetLimits } from './limits.ts';

const app = await start();
const { db } = app;
const { aCategory, aVariant, aVariantWithCards } = await import('../shop.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { settingOf } = await import('../../src/payments/gateways/set-up.ts');
const { landPayment } = await import('../../src/orders/index.ts');
const { catalogChanged } = await import('../../src/catalog/index.ts');
const { startPayment } = await import('../../src/payments/index.ts');
const { paidOf } = await import('../../src/payments/pay/mark-paid.ts');
const { forgetStrangers } = await import('../../src/payments/pay/strangers.ts');
const { fromNow, shiftClock, HOUR } = await import('../../src/platform/clock.ts');
const shop = await openShop(app);

const orderOf = async (order_no: string) => {
  const order = await db('orders').where({ order_no }).first();
  assert.ok(order);
  return order;
};

/** Buys, begins to pay and takes it back: the money is still on its way. */
async function buyAndCancel(
  client: ReturnType<App['client']>,
  variant: { variant_no: string },
  differs = {},
) {
  const order_no = await shop.buy(client, variant, differs);
  const money = await moneyFor(db, await orderOf(order_no));
  const left = await client.post(`/orders/${order_no}/cancellation`, {});
  assert.equal(left.status, 303);
  return { order_no, money };
}

test('a coupon for one is worth one order, however many are placed with it, taken back and paid after all', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  const code = `ONE${randomUUID().slice(0, 8).toUpperCase()}`;
  await db('coupons').insert({
    ...{ coupon_no: `YH${code}`, code, kind: 'percent', amount: 90 },
    ...{ uses_total: 1, uses_left: 1, created_at: new Date() },
  });
  const thief = app.client();
  const placed = [];
  for (let n = 0; n < 3; n++) placed.push(await buyAndCancel(thief, variant, { coupon: code }));
  const landed = [];
  for (const { money } of placed) landed.push(await landPayment(money));
  assert.deepEqual(landed, ['delivered', 'surplus', 'surplus']);
  assert.deepEqual(
    [await booksOf(db, variant.id), (await db('coupons').where({ code }).first())?.uses_left],
    [{ stock: 4, available: 4, held: 0, sold: 1, lines: 1 }, 0],
  );
  const back = await db('refunds').whereIn(
    'payment_id',
    placed.map(({ money }) => money.payment_id),
  );
  assert.deepEqual(
    back.map(({ amount_cents }) => amount_cents),
    [99, 99],
  );
});

test('no address makes a kept page that others are shown for theirs', async () => {
  const [mine, other] = [await aCategory(db, '游戏'), await aCategory(db, '会员')];
  await aVariant(db, { stock: 3, product: { name: '游戏点卡', category_id: mine.id } });
  await aVariant(db, { stock: 3, product: { name: '影音月卡', category_id: other.id } });
  const { category_no } = mine;
  const right = `category=${category_no}`;
  const read = async (path: string) => (await fetch(`${app.url}${path}`)).text();
  for (const [n, bad] of [
    `${right}&category=x`,
    `${'a&'.repeat(1000)}${right}`,
    `category=${category_no}%26page%3D${7}`,
    `page=1&page=7&${right}`,
    `__proto__=1&${right}&category[]=x`,
  ].entries())
    for (const path of ['/shop', '/api/v1/products']) {
      catalogChanged();
      await read(`${path}?${bad}`);
      const page = await read(`${path}?${right}${n === 2 ? '&page=7' : ''}`);
      assert.doesNotMatch(page, /影音月卡/, `${path}?${bad.slice(-80)}`);
      if (n !== 2) assert.match(page, /游戏点卡/, `${path}?${bad.slice(-80)}`);
    }
});

test('a session is no way around the proof of work', async () => {
  await forgetLimits();
  await writeSetting(db, orderingSetting, {
    ...{ open_per_buyer: 50, open_per_device: 50, open_per_source: 2 },
    ...{ challenge_stock: 3, challenge_open: 0 },
  });
  const customer = await app.signedIn('customer');
  await giveMoney(db, customer.user_id, 10_000);
  const order = (variant_no: string, gateway: string) =>
    customer.json(
      'POST',
      '/api/v1/orders',
      { variant_no, gateway },
      { 'idempotency-key': randomUUID() },
    );
  const short = (await aVariantWithCards(db, 3)).variant;
  const held = await order(short.variant_no, 'manual');
  assert.equal(held.status, 422, JSON.stringify(held.body));
  assert.equal((await booksOf(db, short.id)).held, 0);
  // Who pays at once keeps nothing from others.
  assert.equal((await order(short.variant_no, 'balance')).status, 201);
});

test('what strangers send to the address of a gateway fills no disk', async () => {
  await forgetLimits();
  const own = { address: 'https://pay.example.cn', pid: '1', key: 'k'.repeat(32) };
  await writeSetting(db, settingOf('epay_v1'), { is_enabled: true, methods: ['alipay'], own });
  const kept = () => db('payment_events').select('id', 'verdict', 'content_sealed').orderBy('id');
  const body = `out_trade_no=ZF1&sign=00&x=${'x'.repeat(30_000)}`;
  const post = async (text: string) => {
    const answer = await fetch(`${app.url}/payments/callbacks/epay_v1`, {
      method: 'POST',
      body: text,
    });
    return answer.text();
  };
  assert.equal(await post(body), 'fail');
  const [first, ...more] = await kept();
  assert.ok(first && more.length === 0);
  assert.equal(first.verdict, 'bad_signature');
  assert.ok(first.content_sealed.length < 8000, `${first.content_sealed.length} bytes`);
  for (let n = 0; n < 10; n++)
    await Promise.all(Array.from({ length: 30 }, () => post('out_trade_no=ZF1&sign=00')));
  // A minute may have begun meanwhile.
  assert.ok((await kept()).length <= 240);
  await forgetStrangers(5);
  assert.equal((await kept()).length, 5);
});

test('a top-up whose time is over stands in nobody’s way to another', async () => {
  const begin = () =>
    startPayment(db, {
      ...{ purpose: 'top_up', subject_id: 7, amount_cents: 5000, gateway: 'manual', method: '' },
      ...{ title: '余额充值', return_path: '/balance', ip: null, user_agent: '' },
      expires_at: fromNow(HOUR),
    });
  const first = await begin();
  assert.equal((await begin()).payment_no, first.payment_no);
  shiftClock(2 * HOUR);
  const second = await begin();
  assert.notEqual(second.payment_no, first.payment_no);
  // Money for the first is money all the same.
  const row = await db('payments').where({ payment_no: first.payment_no }).first();
  assert.ok(row);
  assert.equal(await landPayment(paidOf(row, 'T7')), 'topped_up');
  shiftClock(0);
});

test('what is shown of a masked card leaves too much of it to be guessed', async () => {
  const { maskSecret } = await import('../../src/cards/importing/preview.ts');
  const { maskCard } = await import('../../src/orders/desk/order/lines-page.ts');
  for (let letters = 1; letters <= 40; letters++) {
    const text = '7'.repeat(letters);
    for (const masked of [maskSecret(text), maskCard({ text })]) {
      const shown = masked.replace(/[^7]/g, '').length;
      assert.ok(shown === 0 || letters - shown >= 8, `${letters}: ${masked}`);
    }
  }
});

test('a key goes to no other server than it was typed for, and the record says where money goes', async () => {
  const administrator = await app.signedIn('administrator');
  const form = { 'own.pid': '1001', 'own.entry': 'mapi', 'own.asks': 'true', position: '10' };
  const save = (host: string, key: string) => {
    const own = { ...form, 'own.address': `https://${host}`, 'own.key': key };
    return administrator.post('/gateways/epay_v1', own);
  };
  assert.equal((await save('pay.example.cn', 'the-key-of-example')).status, 303);
  const moved = await save('evil.example.net', '');
  assert.equal(moved.status, 422);
  assert.match(await moved.text(), /接口地址换了服务器，请重新填写/);
  assert.equal((await save('evil.example.net', 'the-key-of-evil')).status, 303);
  const subject = 'settings:payments.epay_v1';
  const told = await db('audit_entries').where({ subject }).orderBy('id', 'desc').first();
  const { details_json = '' } = told ?? {};
  assert.match(details_json, /"address":"https:\/\/evil\.example\.net"/);
  assert.match(details_json, /"changed":\["address","key"\]/);
  assert.doesNotMatch(details_json, /the-key-of/);
});
