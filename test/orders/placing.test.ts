import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { booksOf, giveMoney, guestWish, wishFor } from './shop.ts';

const { db } = await start();
const { expireOrders } = await import('../../src/orders/closing/close-unpaid.ts');
const { placeOrder } = await import('../../src/orders/placing/place-order.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { aVariant, aVariantWithCards } = await import('../shop.ts');
const { shiftClock, MINUTE } = await import('../../src/platform/clock.ts');

const many = { open_per_buyer: 1000, open_per_device: 1000, open_per_source: 1000 };
await writeSetting(db, orderingSetting, { hold_minutes: 15, ...many });

/** All of them, and why not. */
async function settled(promises: Promise<unknown>[]) {
  const all = await Promise.allSettled(promises);
  const errors = all.flatMap((one) =>
    one.status === 'rejected' ? [String(one.reason.message)] : [],
  );
  return { placed: all.length - errors.length, errors };
}

test('two hundred buyers at once on fifty cards: fifty have paid and have one each, the others nothing', async () => {
  const { variant } = await aVariantWithCards(db, 50);
  for (let id = 1; id <= 20; id++) await giveMoney(db, id, 100_000);
  const buyers = Array.from({ length: 200 }, (_, n) =>
    placeOrder(wishFor(variant, { user_id: (n % 20) + 1 })),
  );
  const { placed, errors } = await settled(buyers);
  assert.equal(placed, 50);
  assert.deepEqual(new Set(errors), new Set(['已售罄，请稍后再来']));
  const books = { stock: 0, available: 0, held: 0, sold: 50, lines: 50 };
  assert.deepEqual(await booksOf(db, variant.id), books);
  assert.equal(await leftOf(20), 20 * 100_000 - 50 * 990);
  assert.equal(await ordersOf(variant.id), 50);
});

test('held stock is nobody else’s until the hold is over, and then it is all there again', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  const guests = Array.from({ length: 8 }, (_, n) => placeOrder(guestWish(variant, `held${n}`)));
  assert.equal((await settled(guests)).placed, 5);
  const held = { stock: 0, available: 0, held: 5, sold: 0, lines: 0 };
  assert.deepEqual(await booksOf(db, variant.id), held);
  assert.equal(await expireOrders(), 0);
  shiftClock(16 * MINUTE);
  // Two sweeps at once, as two workers would: what is given back is given back once.
  const swept = await Promise.all([expireOrders(), expireOrders()]);
  assert.equal(swept[0] + swept[1], 5);
  shiftClock(-16 * MINUTE);
  const free = { stock: 5, available: 5, held: 0, sold: 0, lines: 0 };
  assert.deepEqual(await booksOf(db, variant.id), free);
});

test('a balance is never overspent by orders at once, and who cannot pay leaves no trace', async () => {
  const { variant } = await aVariantWithCards(db, 50);
  await giveMoney(db, 30, 990 * 3);
  const orders = Array.from({ length: 10 }, () => placeOrder(wishFor(variant, { user_id: 30 })));
  const { placed, errors } = await settled(orders);
  assert.equal(placed, 3);
  assert.deepEqual(new Set(errors), new Set(['余额不足，请先充值或换一种付款方式']));
  const books = { stock: 47, available: 47, held: 0, sold: 3, lines: 3 };
  assert.deepEqual(await booksOf(db, variant.id), books);
  assert.equal(await ordersOf(variant.id), 3);
});

test('one use of a coupon and a hundred takers: one has it, and an order that lapses gives it back', async () => {
  const { variant } = await aVariantWithCards(db, 200);
  const [coupon_id = 0] = await db('coupons').insert({
    ...{ coupon_no: 'YH1', code: 'ONCE', kind: 'fixed', amount: 100, uses_total: 1, uses_left: 1 },
    created_at: new Date(),
  });
  const takers = () =>
    Array.from({ length: 100 }, (_, n) =>
      placeOrder(guestWish(variant, `taker${n}`, { coupon: 'once' })),
    );
  const { placed, errors } = await settled(takers());
  assert.equal(placed, 1);
  assert.deepEqual(new Set(errors), new Set(['这个优惠码已被用完']));
  const order = await db('orders').where({ variant_id: variant.id }).first();
  assert.equal(order?.total_cents, 890);
  assert.equal((await booksOf(db, variant.id)).held, 1);
  shiftClock(16 * MINUTE);
  await expireOrders();
  shiftClock(-16 * MINUTE);
  assert.equal((await db('coupons').where({ id: coupon_id }).first())?.uses_left, 1);
  assert.equal((await booksOf(db, variant.id)).stock, 200);
});

test('an order with a coupon that is paid at once leaves no room taken for unpaid ones', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  await db('coupons').insert([
    {
      ...{
        coupon_no: 'YH2',
        code: 'LESS',
        kind: 'fixed',
        amount: 100,
        uses_total: 9,
        uses_left: 9,
      },
      created_at: new Date(),
    },
    {
      ...{
        coupon_no: 'YH3',
        code: 'FREE',
        kind: 'percent',
        amount: 100,
        uses_total: 9,
        uses_left: 9,
      },
      created_at: new Date(),
    },
  ]);
  await giveMoney(db, 34, 10_000);
  const placed = [
    await placeOrder(wishFor(variant, { user_id: 34, coupon: 'less' })),
    await placeOrder(guestWish(variant, 'free', { coupon: 'free', source: '192.0.2.9' })),
  ];
  for (const { order } of placed) {
    assert.equal(order.status, 'delivered');
    const counted = await db('buying_counts')
      .where({ product_id: 0 })
      .whereIn('who', [order.buyer_index, ...(order.source_index ? [order.source_index] : [])]);
    assert.deepEqual(new Set(counted.map(({ bought }) => bought)), new Set([0]));
  }
});

test('limits hold against orders at once: per buyer and product, and unpaid ones per buyer', async () => {
  const { variant } = await aVariantWithCards(db, 50, { product: { most_per_buyer: 4 } });
  await giveMoney(db, 31, 1_000_000);
  const bought = Array.from({ length: 10 }, () =>
    placeOrder(wishFor(variant, { user_id: 31, quantity: 2 })),
  );
  const first = await settled(bought);
  assert.equal(first.placed, 2);
  assert.deepEqual(new Set(first.errors), new Set(['这件商品每人限购 4 件']));
  await writeSetting(db, orderingSetting, { ...many, open_per_source: 3 });
  const guests = Array.from({ length: 10 }, (_, n) =>
    placeOrder(guestWish(variant, `prank${n}`, { source: '203.0.113.7' })),
  );
  const second = await settled(guests);
  await writeSetting(db, orderingSetting, many);
  assert.equal(second.placed, 3);
  assert.equal((await booksOf(db, variant.id)).held, 3);
});

test('the same request makes one order however often it comes at once; another under its key is refused', async () => {
  const { variant } = await aVariantWithCards(db, 10);
  await giveMoney(db, 32, 100_000);
  const request = { key: randomBytes(16), digest: randomBytes(16) };
  const same = Array.from({ length: 8 }, () =>
    placeOrder(wishFor(variant, { user_id: 32, request })),
  );
  const placed = await Promise.all(same);
  assert.equal(new Set(placed.map(({ order }) => order.order_no)).size, 1);
  assert.equal((await booksOf(db, variant.id)).sold, 1);
  const other = { key: request.key, digest: randomBytes(16) };
  await assert.rejects(placeOrder(wishFor(variant, { user_id: 32, request: other })), {
    code: 'unprocessable',
  });
});

test('quantities that are none, or more than anybody may have, are refused where they stand', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  for (const quantity of [-1, 0, 0.5, 1e9, Number.NaN, Number.MAX_SAFE_INTEGER + 2])
    await assert.rejects(placeOrder(guestWish(variant, 'odd', { quantity })), /买|最多/);
  await assert.rejects(placeOrder(guestWish({ variant_no: 'GGNONE' }, 'odd')), /下架/);
  assert.equal((await booksOf(db, variant.id)).stock, 3);
});

test('what is only counted is never sold beyond its count', async () => {
  const { variant } = await aVariant(db, { delivery: 'manual', stock: 7, allotted: 7 });
  await giveMoney(db, 33, 1_000_000);
  const orders = Array.from({ length: 20 }, () => placeOrder(wishFor(variant, { user_id: 33 })));
  assert.equal((await settled(orders)).placed, 7);
  assert.equal((await db('variants').where({ id: variant.id }).first())?.stock, 0);
  assert.equal(
    await db('orders')
      .where({ variant_id: variant.id, status: 'paid' })
      .then((r) => r.length),
    7,
  );
});

async function leftOf(most: number): Promise<number> {
  const rows = await db('balances').where('user_id', '<=', most).select('cents');
  return rows.reduce((sum, { cents }) => sum + cents, 0);
}

async function ordersOf(variant_id: number): Promise<number> {
  return (await db('orders').where({ variant_id })).length;
}
