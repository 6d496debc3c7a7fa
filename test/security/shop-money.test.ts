import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { openShop } from '../orders/buying.ts';
import { moneyFor } from '../orders/landed.ts';
import { booksOf, giveMoney, wishFor } from '../orders/shop.ts';

const app = await start();
const { db } = app;
await openShop(app);
const { aVariantWithCards } = await import('../shop.ts');
const { aPerson } = await import('../factories.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { landPayment } = await import('../../src/orders/index.ts');
const { placeOrder } = await import('../../src/orders/placing/place-order.ts');
const { cancelOrder } = await import('../../src/orders/closing/cancel-order.ts');
const { payHeld } = await import('../../src/orders/buyer/pay-held.ts');
const { refundOrder } = await import('../../src/orders/after/refund-order.ts');
const { replaceLine } = await import('../../src/orders/after/replace-line.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { fromNow, now, shiftClock, MINUTE } = await import('../../src/platform/clock.ts');
const { nextAsk } = await import('../../src/payments/pay/ask-times.ts');
const { UserError } = await import('../../src/platform/errors.ts');

const cents = async (user_id: number) =>
  (await db('balances').where({ user_id }).first())?.cents ?? 0;
const booked = async (user_id: number) => {
  const [row] = await db('balance_entries').where({ user_id }).sum<{ n: string }[]>({ n: 'cents' });
  return Number(row?.n ?? 0);
};
/** What is refused is refused in words; anything else is a bug. */
const quietly = (wish: Promise<unknown>) =>
  wish.catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
  });

test('an order paid from a balance, by a gateway and taken back at one moment costs its price once', async () => {
  const { variant } = await aVariantWithCards(db, 12);
  const person = await aPerson();
  await giveMoney(db, person.id, 100_000);
  const started = 100_000;
  let paidIn = 0;
  for (let n = 0; n < 12; n++) {
    const wish = wishFor(variant, { user_id: person.id, gateway: 'manual', by_program: false });
    const { order } = await placeOrder(wish);
    const row = await db('orders').where({ id: order.id }).first();
    assert.ok(row);
    const [one, two] = [await moneyFor(db, row), await moneyFor(db, row)];
    const tries: (() => Promise<unknown>)[] = [
      () => payHeld(row),
      () => landPayment(one),
      () => cancelOrder(row, null),
      () => landPayment(two),
      () => payHeld(row),
      () => landPayment(one),
    ];
    for (let k = 0; k < n % 6; k++) tries.push(tries.shift() ?? (() => Promise.resolve()));
    await Promise.all(tries.map((go) => quietly(go())));
    paidIn += 2 * 990;
  }
  const orders = await db('orders').where({ variant_id: variant.id });
  assert.deepEqual([...new Set(orders.map(({ status }) => status))], ['delivered']);
  assert.deepEqual(await booksOf(db, variant.id), {
    stock: 0,
    available: 0,
    held: 0,
    sold: 12,
    lines: 12,
  });
  assert.equal(await cents(person.id), started + paidIn - 12 * 990);
  assert.equal(await booked(person.id), (await cents(person.id)) - started);
});

test('never more goes back than came, whoever gives it back at one moment', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  const person = await aPerson();
  const wish = wishFor(variant, { user_id: person.id, gateway: 'manual', by_program: false });
  const { order } = await placeOrder(wish);
  const row = await db('orders').where({ id: order.id }).first();
  assert.ok(row);
  await landPayment(await moneyFor(db, row));
  const refund = (amount_cents: number, way: 'gateway' | 'balance' | 'by_hand') =>
    inTransaction((trx, after) =>
      refundOrder(trx, after, {
        ...{ order_id: row.id, amount_cents, way, reason: '试', takes_back: true, actor: SYSTEM },
      }),
    );
  const line = await db('delivered_lines').where({ order_id: row.id }).first();
  const replace = () =>
    inTransaction((trx, after) =>
      replaceLine(trx, after, {
        ...{ order_id: row.id, line_id: line?.id ?? 0, reason: '坏', actor: SYSTEM },
        beyond_warranty: true,
      }),
    );
  await Promise.all(
    [400, 990, 590, 1, -5, 0.5, 990].flatMap((amount) =>
      [refund(amount, 'balance'), refund(amount, 'by_hand'), replace()].map(quietly),
    ),
  );
  const back = await db('refunds').where({
    payment_id: (await db('orders').where({ id: row.id }).first())?.payment_id ?? 0,
  });
  const sum = back.reduce((all, { amount_cents }) => all + amount_cents, 0);
  assert.ok(sum <= 990, String(sum));
  const after = await db('orders').where({ id: row.id }).first();
  assert.equal(after?.refunded_cents, sum);
  const good = await db('cards').where({ order_id: row.id, status: 2 });
  assert.equal(good.length, after?.status === 'refunded' ? 0 : 1);
});

test('a payment that nobody makes costs its gateway few questions', () => {
  const begun = Date.now();
  const expires_at = fromNow(15 * MINUTE);
  let asks = 0;
  for (let next = nextAsk({ asks, expires_at }); next; next = nextAsk({ asks, expires_at })) {
    assert.ok(next > now());
    shiftClock(next.getTime() - begun);
    asks++;
  }
  shiftClock(0);
  assert.ok(asks > 30 && asks < 50, `${asks}`);
});
