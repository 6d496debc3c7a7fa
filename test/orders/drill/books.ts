import assert from 'node:assert/strict';
import type { Db } from '../../../src/platform/db.ts';
import { FULL_CENTS, type Shop, type Told } from './shop.ts';
import type { Stage } from './stage.ts';

/** Every card, yuan and order held against each other. Zero everywhere, or it throws. */
export async function checkBooks(shop: Shop, stage: Stage, told: readonly Told[]) {
  const { db } = shop;
  await stockAddsUp(db);
  await eachCardOnce(db);
  await eachOrderWhole(db);
  await moneyAddsUp(shop);
  const paid = await whatIsPaidLanded(db, stage);
  await whatWasAnsweredStands(db, told);
  const [orders, lines] = await Promise.all([
    countOf(db, 'orders'),
    countOf(db, 'delivered_lines'),
  ]);
  return { orders, lines, paid_at_the_gateway: paid, oversold: 0, double: 0, lost: 0 };
}

/** Stock is what is there: generated = available + held + sold + void, and the count says the same. */
async function stockAddsUp(db: Db): Promise<void> {
  const variants = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .where('products.delivery', 'imported')
    .select('variants.id', 'variants.stock');
  const counts = await db('cards')
    .groupBy('variant_id', 'status')
    .select<{ variant_id: number; status: number; n: number }[]>(
      'variant_id',
      'status',
      db.raw('count(*) as n'),
    );
  for (const { id, stock } of variants) {
    const available = counts.find((row) => row.variant_id === id && row.status === 0)?.n ?? 0;
    assert.equal(stock, Number(available), `stock of variant ${id} is what is on the shelf`);
  }
  const held = await db('cards')
    .join('orders', 'orders.id', 'cards.order_id')
    .where('cards.status', 1)
    .whereNot('orders.status', 'unpaid')
    .first('cards.id');
  assert.equal(held, undefined, 'held for orders that await their money alone');
}

async function eachCardOnce(db: Db): Promise<void> {
  const [doubles] = await db.raw(
    'select card_id from delivered_lines where card_id is not null group by card_id having count(*) > 1',
  );
  assert.deepEqual(doubles, [], 'no card goes out twice');
  const [strangers] = await db.raw(
    `select l.id from delivered_lines l join cards c on c.id = l.card_id
     where c.order_id <> l.order_id or c.status not in (2, 3)`,
  );
  assert.deepEqual(strangers, [], 'every card that went out is sold, and to its order');
  const [nowhere] = await db.raw(
    `select c.id from cards c left join delivered_lines l on l.card_id = c.id
     left join orders o on o.id = c.order_id
     where c.status = 2 and l.id is null and o.status not in ('paid', 'waiting')`,
  );
  assert.deepEqual(nowhere, [], 'no card is sold to nobody');
}

async function eachOrderWhole(db: Db): Promise<void> {
  const [short] = await db.raw(
    `select o.order_no, o.quantity, count(l.id) as n from orders o
     left join delivered_lines l on l.order_id = o.id and l.replaced_at is null
     where o.status = 'delivered' and o.delivery = 'imported'
     group by o.id, o.order_no, o.quantity having n <> o.quantity`,
  );
  assert.deepEqual(short, [], 'who is told "delivered" has all he paid for');
  const [unpaid] = await db.raw(
    `select o.order_no from orders o join delivered_lines l on l.order_id = o.id
     where o.paid_at is null`,
  );
  assert.deepEqual(unpaid, [], 'nobody has a card that he did not pay for');
  const [loose] = await db.raw(
    `select l.id from delivered_lines l left join orders o on o.id = l.order_id where o.id is null`,
  );
  assert.deepEqual(loose, [], 'every line is of an order');
}

/** What left the balances is what orders cost that were paid from them, and the entries say the same. */
async function moneyAddsUp({ db, buyers }: Shop): Promise<void> {
  for (const { user_id } of buyers) {
    const cents = Number((await db('balances').where({ user_id }).first())?.cents);
    const sum = async (rows: Promise<{ cents: unknown }[]>) => Number((await rows)[0]?.cents ?? 0);
    const entries = await sum(
      db('balance_entries').where({ user_id }).sum<{ cents: unknown }[]>('cents as cents'),
    );
    assert.equal(cents, FULL_CENTS + entries, `balance of ${user_id} is what its entries say`);
    const spent = await sum(
      db('orders')
        .where({ user_id, gateway: 'balance' })
        .whereNotNull('paid_at')
        .sum<{ cents: unknown }[]>('total_cents as cents'),
    );
    const back = await sum(
      db('balance_entries')
        .where({ user_id })
        .where('cents', '>', 0)
        .sum<{ cents: unknown }[]>('cents as cents'),
    );
    assert.equal(entries, back - spent, `what left the balance of ${user_id} bought something`);
  }
}

/** Money that the gateway has is with an order that is delivered or in the queue, or on its way back. */
async function whatIsPaidLanded(db: Db, stage: Stage): Promise<number> {
  const orders = (await stage.pay('orders?status=paid')) as { out_trade_no: string }[];
  for (const { out_trade_no: payment_no } of orders) {
    const payment = await db('payments').where({ payment_no }).first();
    assert.ok(payment?.landed_at, `${payment_no} was paid and never landed`);
    const order = await db('orders').where({ id: payment.subject_id }).first();
    const isServed = order && ['paid', 'waiting', 'delivered'].includes(order.status);
    const refund = await db('refunds').where({ payment_id: payment.id }).first();
    assert.ok(isServed || refund, `${payment_no} is paid, its order is ${order?.status}`);
    if (order?.payment_id !== payment.id)
      assert.ok(refund, `${payment_no} paid for nothing and did not go back`);
  }
  return orders.length;
}

async function whatWasAnsweredStands(db: Db, told: readonly Told[]): Promise<void> {
  const numbers = told.flatMap(({ order_no }) => order_no ?? []);
  assert.equal(new Set(numbers).size, numbers.length, 'no order was answered to two requests');
  for (let at = 0; at < numbers.length; at += 500) {
    const some = numbers.slice(at, at + 500);
    const rows = await db('orders').whereIn('order_no', some).select('order_no');
    assert.equal(rows.length, some.length, 'an order that was confirmed is there');
  }
}

async function countOf(db: Db, table: 'orders' | 'delivered_lines'): Promise<number> {
  const [row] = await db(table).count<{ n: number }[]>('* as n');
  return Number(row?.n);
}
