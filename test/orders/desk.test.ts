import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { anUnpaidOrder, aPaidOrder, orderNow, payFor } from './desk-things.ts';

const app = await start();
const { db } = app;
const { cardsFor } = await import('../shop.ts');
const { openLines } = await import('../../src/orders/delivery/open-lines.ts');
const operator = await app.signedIn('operator');
const auditor = await app.signedIn('auditor');
const at = (order_no: string) => `/shop-orders/${order_no}`;
const lineOf = (order_id: number) => db('delivered_lines').where({ order_id }).orderBy('line');

const find = async (q: string) => {
  const answer = await operator.post('/shop-orders/search', { q });
  return answer.headers.get('location') ?? String(answer.status);
};
const audited = async (action: string, subject: string) =>
  (await db('audit_entries').where({ action, subject })).length;

test('one box leads to an order by its number, the payment, the gateway, the card or the buyer', async () => {
  const { order, order_no, payment_no, trade_no, contact } = await aPaidOrder();
  const [{ text: sold = '' } = {}] = await openLines(db, order);
  for (const q of [order_no.toLowerCase(), payment_no, trade_no, sold])
    assert.equal(await find(` ${q} `), at(order_no), q);
  const list = await find(contact.toUpperCase());
  assert.match(list, /^\/shop-orders\?buyer=[0-9a-f]{32}$/);
  const page = await (await operator.get(list)).text();
  assert.match(page, new RegExp(order_no));
  assert.doesNotMatch(page, new RegExp(contact));
  assert.equal(await find('nobody@example.com'), '404');
});

test('a card in stock leads to its story, and a filter shows what fits and nothing else', async () => {
  const { order_no, product, variant } = await anUnpaidOrder();
  const [free = ''] = await cardsFor(db, variant, 1);
  const card = await db('cards').orderBy('id', 'desc').first();
  assert.equal(await find(free), `/cards/${card?.id}`);
  const shows = async (query: string) =>
    (await (await operator.get(`/shop-orders?${query}`)).text()).includes(order_no);
  const product_no = product.product_no;
  for (const query of [
    `product_no=${product_no}&status=unpaid`,
    `product_no=${product_no}&least=9.90&most=9.90&delivery=imported`,
    `product_no=${product_no}&from=2026-01-01&to=2099-01-01`,
  ])
    assert.ok(await shows(query), query);
  for (const query of [
    `product_no=${product_no}&status=delivered`,
    `product_no=${product_no}&late=1`,
    `product_no=${product_no}&least=9.91`,
    `product_no=${product_no}&to=2026-01-01`,
    `product_no=${product_no}&gateway=alipay`,
  ])
    assert.ok(!(await shows(query)), query);
});

test('money confirmed by hand lands in one go, once, also of an order for which nobody began a payment', async () => {
  const { order_no } = await anUnpaidOrder();
  const confirm = () =>
    operator.post(`${at(order_no)}/confirmation`, { reason: '银行流水 1234', trade_no: '' });
  const answers = await Promise.all([confirm(), confirm()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  const order = await orderNow(order_no);
  assert.equal(order.status, 'delivered');
  assert.equal((await lineOf(order.id)).length, 1);
  assert.equal((await db('payments').where({ subject_id: order.id, purpose: 'order' })).length, 1);
});

test('a refund that is clicked twice goes back once, and what was typed stands there when it is refused', async () => {
  const { order_no, order } = await aPaidOrder();
  const form = { amount: '3.00', way: 'by_hand', reason: '少发了一张', seen: '0' };
  const refund = () => operator.post(`${at(order_no)}/refunds`, form);
  const answers = await Promise.all([refund(), refund()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  assert.equal((await orderNow(order_no)).refunded_cents, 300);
  const refused = await operator.post(`${at(order_no)}/refunds`, {
    ...{ ...form, seen: '300', amount: '1000' },
  });
  assert.equal(refused.status, 409);
  const page = await refused.text();
  assert.match(page, /少发了一张/);
  assert.match(page, /最多还能退 ¥6\.90/);
  const whole = { ...form, seen: '300', amount: '6.90', takes_back: 'true' };
  assert.equal((await operator.post(`${at(order_no)}/refunds`, whole)).status, 303);
  assert.equal((await orderNow(order_no)).status, 'refunded');
  assert.equal((await db('cards').where({ order_id: order.id }).first())?.status, 3);
  assert.equal(await audited('order.refunded', `order:${order_no}`), 2);
});

test('a bad card is replaced in one click within its warranty, and beyond it only when said so', async () => {
  const inside = await aPaidOrder({ product: { warranty_days: 7 }, cards: 3 });
  const replace = (order_no: string, form: Record<string, string>) =>
    operator.post(`${at(order_no)}/lines/1/replacement`, { reason: '卡密无效', ...form });
  assert.equal((await replace(inside.order_no, {})).status, 303);
  assert.equal((await replace(inside.order_no, {})).status, 409);
  assert.equal((await lineOf(inside.order.id)).length, 2);
  const outside = await aPaidOrder({ cards: 3 });
  assert.equal((await replace(outside.order_no, {})).status, 409);
  assert.equal((await replace(outside.order_no, { beyond_warranty: 'true' })).status, 303);
});

test('an operator delivers what is made by hand, once', async () => {
  const { order_no, order } = await aPaidOrder({ quantity: 2, product: { delivery: 'manual' } });
  assert.equal(order.status, 'paid');
  const deliver = () =>
    operator.post(`${at(order_no)}/delivery`, { contents: ['账号 a 密码 b', '', '账号 c 密码 d'] });
  const answers = await Promise.all([deliver(), deliver()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  assert.equal((await lineOf(order.id)).length, 2);
});

test('a look at a card or a contact needs a reason, is recorded, and is not for everybody', async () => {
  const { order_no, order, contact } = await aPaidOrder();
  const page = await (await operator.get(at(order_no))).text();
  const reveal = (who: typeof operator, part: string, reason: string) =>
    who.fetch(`${at(order_no)}/reveals/${part}`, {
      ...{ method: 'POST', body: new URLSearchParams({ reason }) },
      headers: { accept: 'application/json' },
    });
  assert.equal((await reveal(operator, '1', '')).status, 422);
  const card = await (await reveal(operator, '1', '核对坏卡')).text();
  assert.match(card, /^\{"value":"CARD-/);
  assert.doesNotMatch(page, new RegExp(`${card.slice(10, -2)}|${contact}`));
  assert.deepEqual(await (await reveal(auditor, 'contact', '抽查')).json(), { value: contact });
  assert.equal((await reveal(auditor, '1', '抽查')).status, 403);
  assert.equal(await audited('order.revealed', `order:${order_no}`), 2);
  const [line] = await lineOf(order.id);
  const seen = await db('card_events').where({ card_id: line?.card_id ?? 0, event: 'revealed' });
  assert.equal(seen.length, 1);
  // Nobody guesses a line that is not there.
  assert.equal((await reveal(operator, '2', '核对坏卡')).status, 404);
});

test('cancelling gives the stock back, a note is kept once, and both say who', async () => {
  const { order_no, variant } = await anUnpaidOrder();
  const note = () => operator.post(`${at(order_no)}/notes`, { note: '买家来电说不要了' });
  await Promise.all([note(), note()]);
  const order = await orderNow(order_no);
  assert.equal((await db('order_events').where({ order_id: order.id, event: 'note' })).length, 1);
  assert.equal((await operator.post(`${at(order_no)}/cancellation`)).status, 303);
  assert.equal((await operator.post(`${at(order_no)}/cancellation`)).status, 409);
  assert.equal((await db('variants').where({ id: variant.id }).first())?.stock, 2);
  // Late money of a cancelled order still lands.
  await payFor(order);
  assert.equal((await orderNow(order_no)).status, 'delivered');
});
