import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { startSink } from '../notify/smtp-sink.ts';
import { moneyFor, pay, until } from './landed.ts';
import { giveMoney, guestWish, wishFor } from './shop.ts';

const app = await start();
const { db } = app;
const sink = await startSink();
const { expireOrders, fillQueues, landPayment, placeOrder } = await import(
  '../../src/orders/index.ts'
);
const { tellOrder, tellOwed } = await import('../../src/orders/telling/tell-order.ts');
const { tellAgain } = await import('../../src/orders/telling/tell-again.ts');
const { tellAlerts } = await import('../../src/orders/telling/alerts.ts');
const { tellingSetting } = await import('../../src/orders/telling/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { refundOrder } = await import('../../src/orders/after/refund-order.ts');
const { replaceLine } = await import('../../src/orders/after/replace-line.ts');
const { deliverByHand } = await import('../../src/orders/after/deliver-by-hand.ts');
const { openLines } = await import('../../src/orders/delivery/open-lines.ts');
const { sweepDeliveries } = await import('../../src/notify/sweep.ts');
const { mailSetting } = await import('../../src/notify/channels/mail-settings.ts');
const { smsSetting } = await import('../../src/notify/channels/sms-settings.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { shiftClock, MINUTE } = await import('../../src/platform/clock.ts');
const { aVariant, aVariantWithCards, cardsFor } = await import('../shop.ts');
const { aPerson } = await import('../factories.ts');

const actor = { kind: 'user', id: 99, name: '小运' } as const;
const server = { host: '127.0.0.1', port: sink.port, secure: false, from: 'shop@example.com' };
await writeSetting(db, mailSetting, server);
const many = { open_per_buyer: 1000, open_per_device: 1000, open_per_source: 1000 };
await writeSetting(db, orderingSetting, many);

const toldOf = (event: string) => db('deliveries').where({ event }).orderBy('id');
const mailsTo = (address: string) =>
  sink.mails.filter(({ to }) => JSON.stringify(to).includes(`"${address}"`));

/** All that is owed is told and sent. */
async function told(): Promise<void> {
  await tellOwed();
  await sweepDeliveries();
}

async function aGuestOrder(name: string, quantity = 1) {
  const { variant, secrets } = await aVariantWithCards(db, quantity);
  const { order } = await placeOrder(guestWish(variant, name, { quantity }));
  return { variant, secrets, order };
}

test('a guest is mailed a link that opens his order once, and no card; nothing stands inside the site', async () => {
  const { order, secrets } = await aGuestOrder('link');
  assert.equal(await pay(db, order), 'delivered');
  await told();
  const [mail] = mailsTo('link@example.com');
  assert.match(mail?.subject ?? '', new RegExp(`${order.order_no} 已发货`));
  assert.match(mail?.text ?? '', /“影音会员”（月卡）1 件已发货/);
  assert.ok(!mail?.text?.includes(secrets[0] ?? '-'));
  const token = /\/order-links\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const token_digest = createHash('sha256').update(token).digest('hex');
  const link = await db('order_links').where({ token_digest }).first();
  assert.equal(link?.order_id, order.id);
  assert.equal(link?.used_at, null);
  const row = (await toldOf('order.delivered')).at(-1);
  assert.deepEqual([row?.user_id, row?.status, row?.content_sealed], [null, 'sent', null]);
  assert.equal(await db('notifications').where({ event: 'order.delivered' }).first(), undefined);
});

test('cards stand in a mail only where the shop has chosen so and they are few, sealed until it leaves', async () => {
  await writeSetting(db, tellingSetting, { cards_in_mail: true });
  const few = await aGuestOrder('few', 20);
  const lots = await aGuestOrder('lots', 21);
  for (const { order } of [few, lots]) await pay(db, order);
  await tellOwed();
  const rows = JSON.stringify(await toldOf('order.delivered'));
  await sweepDeliveries();
  await writeSetting(db, tellingSetting, {});
  const [mail] = mailsTo('few@example.com');
  for (const secret of few.secrets) {
    assert.ok(mail?.text?.includes(secret));
    assert.ok(!rows.includes(secret));
  }
  const [other] = mailsTo('lots@example.com');
  assert.ok(!lots.secrets.some((secret) => other?.text?.includes(secret)));
  assert.match(String(mail?.html), /<br>/, 'a card a line');
});

test('who has an account finds it in his messages as well, where no one-time link stands', async () => {
  const { id: user_id, email } = await aPerson();
  await giveMoney(db, user_id, 100_000);
  const { variant } = await aVariantWithCards(db, 1);
  const { order } = await placeOrder(wishFor(variant, { user_id, by_program: false }));
  await told();
  const message = await db('notifications').where({ user_id, event: 'order.delivered' }).first();
  assert.equal(message?.link, `/orders/${order.order_no}`);
  assert.match(mailsTo(email)[0]?.text ?? '', /\/order-links\//);
});

test('an order is told once, by however many workers at once; what a program bought is not told to a person', async () => {
  const { order } = await aGuestOrder('workers');
  await pay(db, order);
  await Promise.all(Array.from({ length: 10 }, () => tellOrder(order.id)));
  await db('orders').where({ id: order.id }).update({ telling_due_at: new Date() });
  await Promise.all([tellOwed(), tellOwed(), tellOrder(order.id)]);
  await sweepDeliveries();
  assert.equal(mailsTo('workers@example.com').length, 1);
  const { variant } = await aVariantWithCards(db, 2);
  const wish = guestWish(variant, 'program', { by_program: true });
  const { order: bought } = await placeOrder(wish);
  await pay(db, bought);
  await told();
  assert.equal(mailsTo('program@example.com').length, 0);
});

test('a worker that is killed while it tells leaves the order owed as before, and then it is told once', async () => {
  const { order } = await aGuestOrder('killed');
  await pay(db, order);
  const count = async () => (await toldOf('order.delivered')).length;
  const before = await count();
  // The fence itself is held: the worker has cleared what is owed in its transaction, and waits.
  const holder = await db.transaction();
  await holder('order_tellings').insert({
    ...{ order_id: order.id, what: 'delivered', told_at: new Date() },
  });
  const worker = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/orders/tell-once.ts', 'tell', String(order.id)],
    { env: process.env, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  await until(async () => (await waiting()) > 0);
  worker.kill('SIGKILL');
  await ended;
  await holder.rollback();
  await until(async () => (await waiting()) === 0);
  assert.equal(await count(), before);
  await told();
  assert.equal(await count(), before + 1);
  assert.equal(mailsTo('killed@example.com').length, 1);
});

/** Statements on the fence that wait in this database. */
async function waiting(): Promise<number> {
  const [rows] = await db.raw(
    "select id from information_schema.processlist where db = database() and info like 'insert into `order_tellings`%'",
  );
  return rows.length;
}

test('a buyer hears of the queue, then of his goods; of late money, a refund and another card', async () => {
  const { variant, order } = await aGuestOrder('story');
  shiftClock(16 * MINUTE);
  await expireOrders();
  shiftClock(0);
  const { order: quick } = await placeOrder(guestWish(variant, 'quick'));
  assert.equal(await pay(db, order), 'waiting');
  await told();
  await cardsFor(db, variant, 3);
  await fillQueues();
  await told();
  const [line] = await openLines(db, order);
  const wish = { order_id: order.id, reason: '无效', actor };
  const line_id = line?.line_id ?? 0;
  await inTransaction((trx, after) =>
    replaceLine(trx, after, { ...wish, line_id, beyond_warranty: true }),
  );
  const money = { amount_cents: 100, way: 'by_hand', takes_back: false } as const;
  await inTransaction((trx, after) => refundOrder(trx, after, { ...wish, ...money }));
  await told();
  await told();
  const told3 = mailsTo('story@example.com').map(({ text }) => text ?? '');
  assert.equal(told3.length, 4);
  assert.match(told3[0] ?? '', /暂时缺货，订单已按付款先后排队.*订单过期后到账/);
  assert.match(told3[1] ?? '', /1 件已发货/);
  const rest = told3.slice(2).join('\n');
  assert.match(rest, /第1张换为第2张，旧卡密已作废/);
  assert.match(rest, /退款 ¥1\.00，由客服转账退还/);
  assert.ok(!rest.includes('无效'), 'the reason is the operator’s own');
  assert.equal(quick.status, 'unpaid');
});

test('a mobile number is told by text message where that is set up; a manual order twice, and again when asked', async () => {
  const access = { access_key_id: 'id', access_key_secret: 'x', sign_name: '店' };
  const templates = { 'order.delivered': 'SMS_1' };
  await writeSetting(db, smsSetting, { ...access, templates, endpoint: 'http://127.0.0.1:9' });
  const { variant } = await aVariant(db, { delivery: 'manual', stock: 5, allotted: 5 });
  const { order } = await placeOrder(guestWish(variant, 'm', { contact: '13800138000' }));
  await pay(db, order);
  await tellOwed();
  const wish = { order_id: order.id, contents: ['账号 a 密码 b'], actor };
  await inTransaction((trx, after) => deliverByHand(trx, after, wish));
  await tellOwed();
  const again = await inTransaction((trx, after) => tellAgain(trx, after, order.id));
  await writeSetting(db, smsSetting, {});
  const sent = await db('deliveries').where({ channel: 'sms' });
  assert.deepEqual([again, sent.length], [true, 2]);
  const what = await db('order_tellings').where({ order_id: order.id }).orderBy('told_at');
  assert.deepEqual(what.map((one) => one.what).sort(), ['delivered', 'to_deliver']);
});

test('who runs the shop is told of all that waits in one message, and of each kind once in ten minutes', async () => {
  const operator = await aPerson('operator');
  const alerts = async (event: string) =>
    (await db('notifications').where({ user_id: operator.id, event })).length;
  const { variant, order } = await aGuestOrder('short', 1);
  const { order: second } = await placeOrder(
    guestWish((await aVariantWithCards(db, 1)).variant, 'b'),
  );
  shiftClock(16 * MINUTE);
  await expireOrders();
  shiftClock(0);
  await db('variants').whereIn('id', [variant.id, second.variant_id]).update({ stock: 0 });
  await db('cards').whereIn('variant_id', [variant.id, second.variant_id]).update({ status: 3 });
  for (const one of [order, second]) assert.equal(await pay(db, one), 'waiting');
  const paidTwice = await moneyFor(db, order);
  assert.equal(await landPayment(paidTwice), 'surplus');
  shiftClock(MINUTE);
  await Promise.all([tellAlerts(), tellAlerts()]);
  assert.equal(await alerts('shop.waiting'), 1);
  assert.equal(await alerts('shop.surplus'), 1);
  const { order: third } = await placeOrder(
    guestWish((await aVariantWithCards(db, 1)).variant, 'c'),
  );
  await landPayment(await moneyFor(db, third));
  await landPayment(await moneyFor(db, third));
  shiftClock(2 * MINUTE);
  await tellAlerts();
  assert.equal(await alerts('shop.surplus'), 1, 'not sooner');
  shiftClock(12 * MINUTE);
  await tellAlerts();
  assert.equal(await alerts('shop.surplus'), 2);
  assert.equal(await alerts('shop.waiting'), 1, 'nothing new waits');
  shiftClock(0);
  await told();
  assert.match(
    mailsTo('short@example.com')
      .map(({ text }) => text)
      .join('\n'),
    /不需要的付款/,
  );
});
