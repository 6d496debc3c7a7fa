import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { booksOf, giveMoney, guestWish, wishFor } from './shop.ts';

const { db } = await start();
const { expireOrders, fillQueues, landPayment, placeOrder } = await import(
  '../../src/orders/index.ts'
);
const { deliverOwed } = await import('../../src/orders/delivery/deliver-order.ts');
const { landOwed } = await import('../../src/orders/settling/sweep.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { aVariant, aVariantWithCards, cardsFor } = await import('../shop.ts');
const { shiftClock, MINUTE, now } = await import('../../src/platform/clock.ts');
const { publicNo } = await import('../../src/platform/ids.ts');
type Order = Awaited<ReturnType<typeof placeOrder>>['order'];

const many = { open_per_buyer: 1000, open_per_device: 1000, open_per_source: 1000 };
await writeSetting(db, orderingSetting, { hold_minutes: 15, ...many });

/** Money for an order as a gateway would have confirmed it. */
async function moneyFor({ id, total_cents }: Order, differs = {}) {
  const payment_no = publicNo('ZF');
  const row = {
    payment_no,
    purpose: 'order',
    subject_id: id,
    amount_cents: total_cents,
    ...differs,
  };
  const [payment_id = 0] = await db('payments').insert({
    ...row,
    purpose: 'order',
    ...{
      gateway: 'epay_v1',
      title: '月卡',
      status: 'started',
      created_at: now(),
      expires_at: now(),
    },
  });
  const { subject_id, amount_cents } = row;
  const gateway = 'epay_v1';
  return {
    payment_id,
    payment_no,
    purpose: 'order' as const,
    subject_id,
    amount_cents,
    gateway,
    trade_no: `T${payment_id}`,
  };
}

const guests = (variant: { variant_no: string }, count: number, name: string) =>
  Promise.all(
    Array.from({ length: count }, async (_, n) => {
      return (await placeOrder(guestWish(variant, `${name}${n}`))).order;
    }),
  );
const statusOf = async ({ id }: Order) => (await db('orders').where({ id }).first())?.status;

async function afterTheHold<T>(work: () => Promise<T>): Promise<T> {
  shiftClock(16 * MINUTE);
  return work().finally(() => shiftClock(-16 * MINUTE));
}

test('every payment lands once, however often and at once it is told: each buyer has his card', async () => {
  const { variant } = await aVariantWithCards(db, 60);
  const orders = await guests(variant, 50, 'once');
  const paids = await Promise.all(orders.map((order) => moneyFor(order)));
  const told = [...paids, ...paids.toReversed(), ...paids];
  const landed = await Promise.all(told.map((paid) => landPayment(paid)));
  assert.equal(landed.filter((one) => one === 'delivered').length, 50);
  assert.equal(landed.filter((one) => one === 'repeated').length, 100);
  assert.deepEqual(await booksOf(db, variant.id), {
    ...{ stock: 10, available: 10, held: 0, sold: 50, lines: 50 },
  });
});

test('money that comes after the hold has a card when there is one, else a place in the queue', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  const orders = await guests(variant, 3, 'late');
  await afterTheHold(expireOrders);
  const quick = await placeOrder(guestWish(variant, 'quick', { quantity: 2 }));
  const landed = [];
  for (const order of orders) landed.push(await landPayment(await moneyFor(order)));
  assert.deepEqual(landed, ['delivered', 'waiting', 'waiting']);
  assert.equal(await statusOf(quick.order), 'unpaid');
  assert.equal(await fillQueues(), 0);
  await cardsFor(db, variant, 1);
  // The one that has come is for who paid first and waits; a new buyer does not take it from him.
  await assert.rejects(placeOrder(guestWish(variant, 'new')), /售罄/);
  assert.equal(await fillQueues(), 1);
  assert.deepEqual(await Promise.all(orders.map(statusOf)), ['delivered', 'delivered', 'waiting']);
  await cardsFor(db, variant, 2);
  assert.equal(
    (await Promise.all([fillQueues(), fillQueues()])).reduce((a, b) => a + b),
    1,
  );
  assert.equal((await placeOrder(guestWish(variant, 'new'))).order.status, 'unpaid');
  const late = await db('orders').where({ is_late: true, variant_id: variant.id });
  assert.equal(late.length, 3);
});

test('money twice for one order goes to the balance of who has one, and back to who has none', async () => {
  const { variant } = await aVariantWithCards(db, 5);
  await giveMoney(db, 7, 0);
  const mine = (await placeOrder(wishFor(variant, { user_id: 7, gateway: null }))).order;
  const theirs = (await placeOrder(guestWish(variant, 'twice'))).order;
  for (const order of [mine, theirs]) {
    assert.equal(await landPayment(await moneyFor(order)), 'delivered');
    assert.equal(await landPayment(await moneyFor(order)), 'surplus');
  }
  assert.equal((await db('balances').where({ user_id: 7 }).first())?.cents, mine.total_cents);
  const back = await db('refunds').where({ way: 'gateway' });
  assert.deepEqual(
    back.map(({ amount_cents, state }) => [amount_cents, state]),
    [[990, 'wanted']],
  );
  assert.equal((await booksOf(db, variant.id)).sold, 2);
});

test('another sum than the order’s buys nothing and is not lost', async () => {
  const { variant } = await aVariantWithCards(db, 1);
  const order = (await placeOrder(guestWish(variant, 'short'))).order;
  assert.equal(await landPayment(await moneyFor(order, { amount_cents: 989 })), 'surplus');
  assert.equal(await statusOf(order), 'unpaid');
  assert.equal((await booksOf(db, variant.id)).held, 1);
});

test('what was confirmed and never landed is found by the sweep', async () => {
  const { variant } = await aVariantWithCards(db, 1);
  const order = (await placeOrder(guestWish(variant, 'killed'))).order;
  const { payment_id: id } = await moneyFor(order);
  await db('payments').where({ id }).update({ status: 'paid', paid_at: now() });
  await Promise.all([landOwed(), landOwed()]);
  assert.equal(await statusOf(order), 'delivered');
  assert.equal((await booksOf(db, variant.id)).lines, 1);
});

test('an order of thousands is handed over by the worker, all of it in order', async () => {
  const { variant } = await aVariantWithCards(db, 2000, { product: { most_per_order: 10_000 } });
  const order = (await placeOrder(guestWish(variant, 'big', { quantity: 1999 }))).order;
  await landPayment(await moneyFor(order));
  await Promise.all([deliverOwed(), deliverOwed()]);
  assert.equal(await statusOf(order), 'delivered');
  const lines = await db('delivered_lines').where({ order_id: order.id }).orderBy('line');
  assert.deepEqual([lines.length, lines[0]?.line, lines.at(-1)?.line], [1999, 1, 1999]);
  assert.equal((await booksOf(db, variant.id)).available, 1);
});

test('a loop card goes to all who pay, up to its count; what an operator delivers waits for him', async () => {
  const loop = await aVariantWithCards(db, 1, { delivery: 'loop' });
  await db('variants').where({ id: loop.variant.id }).update({ stock: 2, allotted: 2 });
  const [first, second] = await guests(loop.variant, 2, 'loop');
  await assert.rejects(placeOrder(guestWish(loop.variant, 'loop3')), /售罄/);
  assert.ok(first && second);
  for (const order of [first, second])
    assert.equal(await landPayment(await moneyFor(order)), 'delivered');
  const lines = await db('delivered_lines').whereIn('order_id', [first.id, second.id]);
  assert.equal(new Set(lines.map(({ shared_card_id }) => shared_card_id)).size, 1);
  const manual = await aVariant(db, { delivery: 'manual', stock: 1, allotted: 1 });
  const order = (await placeOrder(guestWish(manual.variant, 'by hand'))).order;
  assert.equal(await landPayment(await moneyFor(order)), 'paid');
});
