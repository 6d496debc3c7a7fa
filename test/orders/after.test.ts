import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { booksOf, giveMoney, guestWish, wishFor } from './shop.ts';

const { db } = await start();
const { placeOrder } = await import('../../src/orders/index.ts');
const { cancelOrder } = await import('../../src/orders/closing/cancel-order.ts');
const { refundOrder } = await import('../../src/orders/after/refund-order.ts');
const { replaceLine } = await import('../../src/orders/after/replace-line.ts');
const { deliverByHand } = await import('../../src/orders/after/deliver-by-hand.ts');
const { openLines } = await import('../../src/orders/delivery/open-lines.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { aVariant, aVariantWithCards } = await import('../shop.ts');
const { shiftClock, DAY } = await import('../../src/platform/clock.ts');

const actor = { kind: 'user', id: 99, name: '小运' } as const;
await giveMoney(db, 1, 1_000_000);
const balance = async () => (await db('balances').where({ user_id: 1 }).first())?.cents;
const refund = (order_id: number, amount_cents: number, takes_back = false) =>
  inTransaction((trx, after) =>
    refundOrder(trx, after, {
      ...{ order_id, amount_cents, takes_back, actor },
      ...{ way: 'balance', reason: '买错了' },
    }),
  );

test('an order is given back in parts, never more than was paid, by refunds at once', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  const before = await balance();
  const { order } = await placeOrder(wishFor(variant, { quantity: 2 }));
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => refund(order.id, 500, true)),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 3);
  assert.equal(await balance(), (before ?? 0) - 1980 + 1500);
  await refund(order.id, 480, true);
  assert.equal(await balance(), before);
  assert.equal((await db('orders').where({ id: order.id }).first())?.status, 'refunded');
  const cards = await db('cards').where({ order_id: order.id });
  assert.deepEqual(new Set(cards.map(({ status }) => status)), new Set([3]));
  const lines = await openLines(db, order);
  assert.ok(lines.length === 2 && lines.every(({ taken_back_at }) => taken_back_at));
  assert.equal((await booksOf(db, variant.id)).stock, 3);
});

test('a bad card is replaced once, within its warranty, and the history stays', async () => {
  const { variant } = await aVariantWithCards(db, 3, { product: { warranty_days: 3 } });
  const { order } = await placeOrder(wishFor(variant));
  const [bad] = await openLines(db, order);
  assert.ok(bad);
  const replace = (line_id: number, beyond_warranty = false) =>
    inTransaction((trx, after) =>
      replaceLine(trx, after, {
        order_id: order.id,
        line_id,
        reason: '无效',
        actor,
        beyond_warranty,
      }),
    );
  const tries = await Promise.allSettled([1, 2, 3].map(() => replace(bad.line_id)));
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  const [old, fresh] = await openLines(db, order);
  assert.ok(old?.replaced_at && fresh && !fresh.replaced_at && fresh.text !== old.text);
  shiftClock(4 * DAY);
  await assert.rejects(replace(fresh.line_id), /超过 3 天质保期/);
  assert.equal(await replace(fresh.line_id, true), 3);
  shiftClock(-4 * DAY);
  assert.deepEqual(await booksOf(db, variant.id), {
    ...{ stock: 0, available: 0, held: 0, sold: 1, lines: 3 },
  });
});

test('what an operator types is delivered once and opens for its order alone', async () => {
  const { variant } = await aVariant(db, { delivery: 'manual', stock: 3, allotted: 3 });
  const { order } = await placeOrder(wishFor(variant));
  const deliver = () =>
    inTransaction((trx, after) =>
      deliverByHand(trx, after, { order_id: order.id, contents: ['账号 a', ' '], actor }),
    );
  const tries = await Promise.allSettled([deliver(), deliver()]);
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.deepEqual(
    (await openLines(db, order)).map(({ text }) => text),
    ['账号 a'],
  );
});

test('a cancelled order gives back what it held, once', async () => {
  const { variant } = await aVariantWithCards(db, 2);
  const { order } = await placeOrder(guestWish(variant, 'gone'));
  const closed = await Promise.all([cancelOrder(order, null), cancelOrder(order, actor)]);
  assert.deepEqual(closed.toSorted(), [false, true]);
  assert.equal((await booksOf(db, variant.id)).stock, 2);
});
