import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { pay } from './landed.ts';
import { anEndpoint } from './panel-things.ts';
import { fromDocs, says, startReceiver } from './receiver.ts';
import { giveMoney, guestWish, wishFor } from './shop.ts';

const app = await start();
const { db } = app;
const panel = await startReceiver();
const { placeOrder } = await import('../../src/orders/index.ts');
const { sendDueCalls, WAITS } = await import('../../src/orders/panel/send-calls.ts');
const { forgetListeners } = await import('../../src/orders/panel/listeners.ts');
const { forgetOldCalls } = await import('../../src/orders/panel/call-job.ts');
const { refundOrder } = await import('../../src/orders/after/refund-order.ts');
const { replaceLine } = await import('../../src/orders/after/replace-line.ts');
const { openLines } = await import('../../src/orders/delivery/open-lines.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { resolveBy } = await import('../../src/platform/call-out.ts');
const { shiftClock, DAY, MINUTE, SECOND } = await import('../../src/platform/clock.ts');
const { aVariantWithCards } = await import('../shop.ts');
const { aPerson } = await import('../factories.ts');

const actor = { kind: 'user', id: 99, name: '小运' } as const;
const buyer = await aPerson();
await giveMoney(db, buyer.id, 1_000_000);
const admin = await app.signedIn('administrator');

/** Only this endpoint is there; the panel has had nothing. */
async function only(events?: Parameters<typeof anEndpoint>[2], url = panel.url) {
  await db('panel_calls').delete();
  await db('panel_endpoints').update({ is_on: false, removed_at: new Date() });
  panel.got.length = 0;
  panel.answer = says(204);
  return anEndpoint(db, url, events);
}

async function bought(quantity = 1) {
  const { variant, secrets } = await aVariantWithCards(db, quantity + 1);
  const { order } = await placeOrder(wishFor(variant, { user_id: buyer.id, quantity }));
  return { order, secrets, variant };
}
const events = () => panel.got.map(({ event }) => event);
const calls = () => db('panel_calls').orderBy('id');

/** Runs with the clock so far ahead. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  shiftClock(ms);
  return work().finally(() => shiftClock(0));
}

test('a panel hears of payment, then delivery, signed as the documents say, without any secret', async () => {
  const { secret } = await only();
  const { order, secrets } = await bought();
  await sendDueCalls();
  assert.deepEqual(events(), ['order.paid', 'order.delivered']);
  const { isFromBeika } = await fromDocs(app.folder);
  for (const { signature, body, event_id } of panel.got) {
    assert.ok(isFromBeika(secret, signature, body));
    assert.ok(!isFromBeika(secret, signature, body.replace('990', '991')));
    assert.ok(!isFromBeika('whsec_other', signature, body));
    assert.ok(!isFromBeika(secret, signature, body, Date.now() + 6 * MINUTE), 'too old');
    assert.equal(JSON.parse(body).event_id, event_id);
  }
  const told = JSON.parse(panel.got[1]?.body ?? '').order;
  const user_no = (await db('users').where({ id: buyer.id }).first())?.user_no;
  const product = await db('products').where({ id: order.product_id }).first();
  const variant = await db('variants').where({ id: order.variant_id }).first();
  assert.deepEqual(told, {
    ...{ order_no: order.order_no, variant_no: variant?.variant_no, user: user_no },
    ...{ product_no: product?.product_no, quantity: 1, total_cents: 990, refunded_cents: 0 },
    status: 'delivered',
  });
  const all = JSON.stringify([await calls(), await db('outgoing_calls'), panel.got]);
  for (const hidden of [...secrets, buyer.email, secret]) assert.ok(!all.includes(hidden));
  const call = await db('outgoing_calls').where({ system: 'panel' }).first();
  assert.equal(call?.outcome, 'HTTP 204');
});

test('a deed that is undone owes nothing, nor one of which nobody listens; a guest’s money, a refund and another card do', async () => {
  await only(['order.refunded', 'order.card_replaced', 'order.paid']);
  const { variant } = await aVariantWithCards(db, 3);
  const { order } = await placeOrder(guestWish(variant, 'guest'));
  await pay(db, order);
  const [line] = await openLines(db, order);
  const wish = { order_id: order.id, reason: '无效', actor };
  const money = { ...wish, amount_cents: 100, way: 'by_hand', takes_back: false } as const;
  const undone = inTransaction(async (trx, after) => {
    await refundOrder(trx, after, money);
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  const line_id = line?.line_id ?? 0;
  await inTransaction((trx, after) =>
    replaceLine(trx, after, { ...wish, line_id, beyond_warranty: true }),
  );
  await inTransaction((trx, after) => refundOrder(trx, after, money));
  await sendDueCalls();
  assert.deepEqual(events(), ['order.paid', 'order.card_replaced', 'order.refunded']);
  const last = JSON.parse(panel.got[2]?.body ?? '').order;
  assert.deepEqual([last.status, last.refunded_cents, last.user], ['delivered', 100, undefined]);
});

test('what fails comes again with the same number and words; the events of an order keep their order', async () => {
  await only();
  panel.answer = (res, { event }) => says(event === 'order.paid' ? 503 : 200)(res);
  const { order } = await bought();
  await sendDueCalls();
  await sendDueCalls();
  assert.deepEqual(events(), ['order.paid'], 'delivery waits for the payment');
  await later(9 * SECOND, sendDueCalls);
  assert.equal(panel.got.length, 1, 'not sooner');
  await later(12 * SECOND, sendDueCalls);
  panel.answer = says(200);
  await later(2 * MINUTE, sendDueCalls);
  const paid = { event: 'order.paid', order_no: order.order_no };
  assert.deepEqual(
    panel.got.map(({ event, order_no }) => ({ event, order_no })),
    [paid, paid, paid, { ...paid, event: 'order.delivered' }],
  );
  const [first, second, third] = panel.got;
  assert.deepEqual([first?.body, first?.event_id], [third?.body, third?.event_id]);
  assert.notEqual(first?.signature, second?.signature, 'each try is signed anew');
});

test('after the last try a call is given up, keeps the masked beginning of what was said, and may be sent again', async () => {
  await only(['order.paid']);
  panel.answer = says(500, `error for lihua@example.com 13800138000 ${'x'.repeat(5000)}`);
  await bought();
  let at = 0;
  for (const wait of [0, ...WAITS]) {
    at += wait + SECOND;
    await later(at, sendDueCalls);
  }
  assert.equal(panel.got.length, WAITS.length + 1);
  const [call] = await calls();
  assert.deepEqual([call?.state, call?.attempts], ['failed', WAITS.length + 1]);
  const tried = await db('panel_tries').where({ call_id: call?.id ?? 0 });
  assert.equal(tried.length, WAITS.length + 1);
  assert.ok((tried[0]?.answer ?? '').length <= 1024);
  assert.doesNotMatch(JSON.stringify(tried), /lihua|13800138000/);
  panel.answer = says(200);
  assert.equal((await admin.post(`/webhook-calls/${call?.call_no}/replays`)).status, 303);
  await sendDueCalls();
  assert.equal(panel.got.at(-1)?.event_id, panel.got[0]?.event_id);
  assert.equal((await calls())[0]?.state, 'done');
  await later(91 * DAY, forgetOldCalls);
  assert.deepEqual(
    [await calls(), await db('panel_tries').where({ call_id: call?.id ?? 0 })],
    [[], []],
  );
});

test('no redirect is followed, and no address in our own network is called, whatever a name leads to', async () => {
  await only(['order.paid']);
  panel.answer = (res) => void res.writeHead(302, { location: panel.url }).end();
  await bought();
  await sendDueCalls();
  assert.equal(panel.got.length, 1);
  assert.match((await calls())[0]?.last_error ?? '', /302（不跟随跳转）/);
  await only(['order.paid'], 'http://panel.example.com/hooks');
  resolveBy(async () => [{ address: '10.0.0.7', family: 4 }]);
  await bought();
  await sendDueCalls();
  resolveBy(undefined);
  assert.match((await calls())[0]?.last_error ?? '', /不允许访问内网地址/);
  for (const url of ['http://10.0.0.7/', 'http://[::1]/', 'ftp://a.cn/', 'http://u:p@a.cn/', 'x']) {
    const answer = await admin.post('/webhooks', { name: '面板', url, events: 'order.paid' });
    assert.equal(answer.status, 422, url);
    assert.match(await answer.text(), /value="面板"/);
  }
});

test('workers at once send each call once; one that is killed in the middle sends it again', async () => {
  await only(['order.paid']);
  for (let n = 0; n < 5; n++) await bought();
  const { sendCall } = await import('../../src/orders/panel/send-calls.ts');
  const endpoint = await db('panel_endpoints').where({ is_on: true }).first();
  assert.ok(endpoint);
  const due = await calls();
  await Promise.all([...due, ...due, ...due].map((call) => sendCall(endpoint, call)));
  await sendDueCalls();
  assert.equal(new Set(panel.got.map(({ event_id }) => event_id)).size, 5);
  assert.equal(panel.got.length, 5);
  await only(['order.paid']);
  await bought();
  const taken = new Promise<void>((resolve) => {
    panel.answer = () => void resolve();
  });
  const worker = spawn(process.execPath, ['--import', 'tsx', 'test/orders/tell-once.ts', 'call'], {
    ...{ env: process.env, stdio: 'ignore' },
  });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  await taken;
  worker.kill('SIGKILL');
  await ended;
  panel.answer = says(200);
  await sendDueCalls();
  assert.equal(panel.got.length, 1, 'the try may be alive');
  await later(2 * MINUTE, sendDueCalls);
  assert.equal(panel.got.length, 2);
  assert.equal(panel.got[0]?.event_id, panel.got[1]?.event_id);
});

test('a receiver that is down is not hammered, and after days it is switched off with a word to the administrators', async () => {
  const { endpoint_no, id } = await only(['order.paid']);
  panel.answer = says(500);
  for (let n = 0; n < 20; n++) await bought();
  await sendDueCalls();
  const tries = panel.got.length;
  assert.ok(tries >= 5 && tries < 20, String(tries));
  await sendDueCalls();
  assert.equal(panel.got.length, tries);
  await later(6 * DAY, sendDueCalls);
  const row = await db('panel_endpoints').where({ id }).first();
  assert.equal(Boolean(row?.is_on), false);
  assert.match(row?.off_reason ?? '', /连续 5 天/);
  const where = { user_id: admin.user_id, event: 'shop.webhook_off' };
  assert.equal((await db('notifications').where(where)).length, 1);
  assert.ok(await db('audit_entries').where({ action: 'webhook.switched_off' }).first());
  const before = (await calls()).length;
  forgetListeners();
  await bought();
  assert.equal((await calls()).length, before);
  assert.match(await (await admin.get(`/webhooks/${endpoint_no}`)).text(), /已自动停用/);
});

test('an administrator sees a secret once, tests an address, and finds what was sent', async () => {
  await only();
  const form = { name: '新面板', url: panel.url, events: ['order.paid'], is_on: 'true' };
  const made = await (await admin.post('/webhooks', form)).text();
  const secret = /whsec_[\w-]+/.exec(made)?.[0] ?? '';
  const place = /\/webhooks\/HT\w+/.exec(made)?.[0] ?? '';
  await admin.post(`${place}/tests`);
  const { isFromBeika } = await fromDocs(app.folder);
  assert.ok(isFromBeika(secret, panel.got[0]?.signature, panel.got[0]?.body));
  assert.equal(panel.got[0]?.event, 'ping');
  const page = await (await admin.get(place)).text();
  assert.ok(!page.includes(secret));
  assert.match(page, /测试成功：对方已收下/);
  const call_no = /\/webhook-calls\/(TH\w+)/.exec(page)?.[1] ?? '';
  assert.match(await (await admin.get(`/webhook-calls/${call_no}`)).text(), /HTTP 204/);
  const changed = await (await admin.post(`${place}/secret`)).text();
  assert.ok(!changed.includes(secret));
  assert.equal((await admin.post(`${place}/removal`)).status, 303);
  assert.equal((await admin.get(place)).status, 404);
  assert.match(await (await admin.get('/webhook-calls?event=ping&state=done')).text(), /新面板/);
});
