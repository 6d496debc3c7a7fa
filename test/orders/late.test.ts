import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { booksOf, guestWish } from './shop.ts';

const { db } = await start();
const { expireOrders, fillQueues, landPayment, placeOrder } = await import(
  '../../src/orders/index.ts'
);
const { deliverOwed } = await import('../../src/orders/delivery/deliver-order.ts');
const { refundOrder } = await import('../../src/orders/after/refund-order.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { aVariant, aVariantWithCards, cardsFor } = await import('../shop.ts');
const { CARD } = await import('../../src/cards/tables.ts');
const { shiftClock, MINUTE, now } = await import('../../src/platform/clock.ts');
const { publicNo } = await import('../../src/platform/ids.ts');
type Order = Awaited<ReturnType<typeof placeOrder>>['order'];

/** Pays an order as a gateway would have confirmed it. */
async function pay({ id: subject_id, total_cents: amount_cents }: Order) {
  const of = { purpose: 'order' as const, subject_id, amount_cents, gateway: 'epay_v1' };
  const payment_no = publicNo('ZF');
  const times = { created_at: now(), expires_at: now() };
  const row = { ...of, payment_no, title: '月卡', status: 'started' as const, ...times };
  const [payment_id = 0] = await db('payments').insert(row);
  return landPayment({ ...of, payment_id, payment_no, trade_no: `T${payment_id}` });
}

const place = async (...wish: Parameters<typeof guestWish>): Promise<Order> =>
  (await placeOrder(guestWish(...wish))).order;

async function lapsed(...wish: Parameters<typeof guestWish>): Promise<Order> {
  const order = await place(...wish);
  shiftClock(16 * MINUTE);
  await expireOrders().finally(() => shiftClock(-16 * MINUTE));
  return order;
}

const rowOf = async ({ id }: Order) => db('orders').where({ id }).first();

async function aCoupon(code: string): Promise<void> {
  const once = { kind: 'fixed', amount: 100, uses_total: 1, uses_left: 1 } as const;
  await db('coupons').insert({ ...once, coupon_no: publicNo('YH'), code, created_at: now() });
}

test('a coupon that a late order gave back is spent by it again', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  await aCoupon('AGAIN');
  assert.equal(await pay(await lapsed(variant, 'again', { coupon: 'again' })), 'delivered');
  await assert.rejects(place(variant, 'other', { coupon: 'again' }), /用完/);
});

test('money for a late order whose coupon somebody else has spent goes back', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  await aCoupon('GONE');
  const late = await lapsed(variant, 'gone', { coupon: 'gone' });
  assert.equal(await pay(await place(variant, 'quicker', { coupon: 'gone' })), 'delivered');
  assert.equal(await pay(late), 'surplus');
  assert.equal((await rowOf(late))?.status, 'expired');
  assert.equal((await db('coupons').where({ code: 'GONE' }).first())?.uses_left, 0);
  assert.equal((await booksOf(db, variant.id)).sold, 1);
});

test('nobody has more of a product than one may, by paying late what lapsed before', async () => {
  const { variant } = await aVariantWithCards(db, 5, { product: { most_per_buyer: 2 } });
  const late = await lapsed(variant, 'greedy', { quantity: 2 });
  assert.equal(await pay(await place(variant, 'greedy')), 'delivered');
  assert.equal(await pay(late), 'surplus');
  const one = await lapsed(variant, 'greedy');
  assert.equal(await pay(one), 'delivered');
  await assert.rejects(place(variant, 'greedy'), /限购 2 件/);
  assert.equal((await booksOf(db, variant.id)).sold, 2);
});

test('who waits for the rest of his cards has them when the rest is there', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  const order = await place(variant, 'rest', { quantity: 3 });
  const held = await db('cards').where({ order_id: order.id }).orderBy('id');
  // A bad card was taken out of circulation while it was held.
  await db('cards')
    .where({ id: held[0]?.id ?? 0 })
    .update({ status: CARD.void });
  assert.equal(await pay(order), 'waiting');
  await cardsFor(db, variant, 1);
  assert.equal(await fillQueues(), 1);
  assert.equal((await rowOf(order))?.status, 'delivered');
});

test('an order that waits with a part of its cards gives them back when it is refunded', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  const order = await place(variant, 'part', { quantity: 3 });
  const held = await db('cards').where({ order_id: order.id }).orderBy('id');
  await db('cards')
    .where({ id: held[0]?.id ?? 0 })
    .update({ status: CARD.void });
  assert.equal(await pay(order), 'waiting');
  const all = { order_id: order.id, amount_cents: order.total_cents, takes_back: true };
  const terms = { way: 'by_hand' as const, reason: '缺货', actor: SYSTEM };
  await inTransaction((trx, after) => refundOrder(trx, after, { ...all, ...terms }));
  const books = { stock: 2, available: 2, held: 0, sold: 0, lines: 0 };
  assert.deepEqual(await booksOf(db, variant.id), books);
});

test('a large late order of what is counted is counted off again at once', async () => {
  const much = { stock: 900, allotted: 900, product: { most_per_order: 900 } };
  const { variant } = await aVariant(db, { delivery: 'manual', ...much });
  const late = await lapsed(variant, 'large', { quantity: 600 });
  assert.equal(await pay(late), 'paid');
  assert.equal((await db('variants').where({ id: variant.id }).first())?.stock, 300);
  assert.notEqual((await rowOf(late))?.telling_due_at, null);
});

test('what is only counted goes to who waits for it before anybody else buys it', async () => {
  const { variant } = await aVariant(db, { delivery: 'manual', stock: 3, allotted: 3 });
  const late = await lapsed(variant, 'first', { quantity: 2 });
  const behind = await lapsed(variant, 'behind');
  await place(variant, 'other', { quantity: 2 });
  assert.equal(await pay(late), 'waiting');
  // One is left, and who paid later wants no more: yet it is not his turn.
  assert.equal(await pay(behind), 'waiting');
  await assert.rejects(place(variant, 'new'), /库存不足|售罄/);
  await db('variants').where({ id: variant.id }).update({ stock: 2 });
  assert.equal(await fillQueues(), 1);
  assert.equal((await rowOf(late))?.status, 'paid');
  assert.equal((await rowOf(behind))?.status, 'waiting');
});

test('who waits keeps the time since when he waits', async () => {
  const { variant } = await aVariant(db, { delivery: 'loop', stock: 5, allotted: 5 });
  const order = await place(variant, 'patient');
  assert.equal(await pay(order), 'waiting');
  const since = (await rowOf(order))?.delivery_due_at;
  assert.ok(since);
  shiftClock(MINUTE);
  await fillQueues().finally(() => shiftClock(-MINUTE));
  assert.deepEqual((await rowOf(order))?.delivery_due_at, since);
});

test('an order that cannot be delivered keeps no other waiting', async () => {
  const { variant } = await aVariantWithCards(db, 4);
  const orders = [await place(variant, 'stuck'), await place(variant, 'behind')];
  const [stuck, behind] = orders;
  assert.ok(stuck && behind);
  const at = now();
  for (const { id } of orders)
    await db('orders').where({ id }).update({ status: 'paid', delivery_due_at: at, paid_at: at });
  // Its line is there already: the unique key refuses it whenever it is tried.
  await db('delivered_lines').insert({ order_id: stuck.id, line: 1, delivered_at: at });
  await deliverOwed();
  assert.equal((await rowOf(stuck))?.status, 'paid');
  assert.equal((await rowOf(behind))?.status, 'delivered');
});
