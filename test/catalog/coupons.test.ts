import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { db } = app;
const { aVariant } = await import('../shop.ts');
const { checkCoupon, giveBackCoupon, spendCoupon } = await import('../../src/catalog/index.ts');
const { discountOf } = await import('../../src/catalog/coupons/spend-coupon.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { now } = await import('../../src/platform/clock.ts');
const { forgetLimits } = await import('../security/limits.ts');
const operator = await app.signedIn('operator');

let made = 0;
const aCoupon = async (columns: object = {}) => {
  const code = `CODE${++made}`;
  const row = {
    coupon_no: `YH${made}`,
    code,
    kind: 'fixed',
    amount: 300,
    created_at: now(),
  } as const;
  await db('coupons').insert({ ...row, uses_total: 1, uses_left: 1, ...columns });
  return code;
};
const couponOf = async (code: string) => (await db('coupons').where({ code }).first())!;
let orders = 0;
const wish = (code: string, buyer_index = randomBytes(16)) => ({
  ...{ code, buyer_index, order_id: ++orders, product_id: 1, total_cents: 1000 },
});
const spend = (each: ReturnType<typeof wish>) => inTransaction((trx) => spendCoupon(trx, each));

test('of a hundred takers of one use one has it, and the others are told', async () => {
  const code = await aCoupon();
  const all = await Promise.all(Array.from({ length: 100 }, () => spend(wish(code))));
  const won = all.filter(({ ok }) => ok);
  assert.equal(won.length, 1);
  for (const told of all) if (!told.ok) assert.equal(told.reason, '这个优惠码已被用完');
  const coupon = await couponOf(code);
  assert.equal(coupon.uses_left, 0);
  assert.equal((await db('coupon_uses').where({ coupon_id: coupon.id })).length, 1);
});

test('one person at twenty orders at once uses it as often as he may, and no use is lost', async () => {
  const code = await aCoupon({ uses_total: 50, uses_left: 50, most_per_person: 2 });
  const [one, other] = [randomBytes(16), randomBytes(16)];
  const wishes = Array.from({ length: 20 }, (_, n) => wish(code, n % 2 ? one : other));
  const all = await Promise.all(wishes.map(spend));
  assert.equal(all.filter(({ ok }) => ok).length, 4);
  const { id, uses_left } = await couponOf(code);
  assert.equal(uses_left, 46);
  for (const { uses } of await db('coupon_buyers').where({ coupon_id: id })) assert.equal(uses, 2);
});

test('what an order gives back is given back once, and may be spent again', async () => {
  const code = await aCoupon({ most_per_person: 1 });
  const buyer = randomBytes(16);
  const first = wish(code, buyer);
  assert.deepEqual(await spend(first), { ok: true, discount_cents: 300 });
  await Promise.all(
    Array.from({ length: 10 }, () => inTransaction((trx) => giveBackCoupon(trx, first.order_id))),
  );
  assert.equal((await couponOf(code)).uses_left, 1);
  assert.deepEqual(await spend(wish(code, buyer)), { ok: true, discount_cents: 300 });
  assert.equal((await couponOf(code)).uses_left, 0);
});

test('a transaction that comes to nothing spends nothing', async () => {
  const code = await aCoupon();
  const failing = inTransaction(async (trx) => {
    await spendCoupon(trx, wish(code));
    throw new Error('no card left');
  });
  await assert.rejects(failing, /no card left/);
  assert.equal((await couponOf(code)).uses_left, 1);
});

test('a discount is whole cents, rounded down, and never more than the order costs', () => {
  assert.equal(discountOf({ kind: 'percent', amount: 33 }, 1001), 330);
  assert.equal(discountOf({ kind: 'fixed', amount: 5000 }, 1001), 1001);
  assert.equal(discountOf({ kind: 'percent', amount: 100 }, 7), 7);
});

test('asking what a code takes off spends nothing, and tells nobody which codes there are', async () => {
  const code = await aCoupon({ minimum_cents: 500 });
  const asked = { product_id: 1, total_cents: 1000 };
  assert.deepEqual(await checkCoupon(db, { ...asked, code: ` ${code.toLowerCase()} ` }), {
    ...{ ok: true, discount_cents: 300 },
  });
  assert.equal((await couponOf(code)).uses_left, 1);
  const off = await aCoupon({ is_on: false });
  const used = await aCoupon({ uses_left: 0 });
  const words = await Promise.all(
    ['NO-SUCH', off, used, ''].map((each) => checkCoupon(db, { ...asked, code: each })),
  );
  assert.equal(new Set(words.map((told) => JSON.stringify(told))).size, 1);
  const little = await checkCoupon(db, { code, product_id: 1, total_cents: 499 });
  assert.deepEqual(little, { ok: false, reason: '满 ¥5.00 才能使用这个优惠码' });
});

test('the checkout page is told price and discount by the server, and a guesser is stopped', async () => {
  const { variant } = await aVariant(db, { price_cents: 1000, member_price_cents: 900 });
  const code = await aCoupon();
  const ask = (client: ReturnType<typeof app.client>, coupon: string) =>
    client.post('/coupons/quote', { variant: variant.variant_no, quantity: '2', coupon });
  const visitor = JSON.parse(await (await ask(app.client(), code)).text());
  assert.deepEqual([visitor.total_cents, visitor.to_pay_cents, visitor.level], [2000, 1700, 'ok']);
  const member = JSON.parse(await (await ask(await app.signedIn('customer'), 'WRONG')).text());
  assert.deepEqual([member.total_cents, member.discount_cents, member.level], [1800, 0, 'error']);
  const answers = await Promise.all(Array.from({ length: 70 }, () => ask(app.client(), 'GUESS')));
  assert.ok(answers.some(({ status }) => status === 429));
  await forgetLimits();
});

test('an operator makes a run of codes no two of which are alike, and takes them out as a table', async () => {
  const form = { kind: 'percent', amount: '15', count: '200', uses_total: '1', minimum: '20' };
  const made = await operator.post('/coupons', { ...form, most_per_person: '1', is_on: 'true' });
  assert.equal(made.status, 303);
  const run = new URL(made.headers.get('location')!, app.url).searchParams.get('run')!;
  const rows = await db('coupons').where({ run_no: run });
  assert.equal(new Set(rows.map(({ code }) => code)).size, 200);
  const { kind, amount, minimum_cents, uses_left } = rows[0]!;
  assert.deepEqual([kind, amount, minimum_cents, uses_left], ['percent', 15, 2000, 1]);
  const table = await (await operator.post('/coupons/export', { run })).text();
  assert.equal(table.trim().split('\r\n').length, 201);
  assert.ok(rows.every(({ code }) => table.includes(code)));
  const noted = await db('audit_entries').where({ subject: `coupons:${run}` });
  assert.deepEqual(noted.map(({ action }) => action).sort(), ['coupon.exported', 'coupon.made']);
});

test('a code that is there already is not made twice, and what was typed stays', async () => {
  const form = {
    kind: 'fixed',
    amount: '5',
    count: '1',
    uses_total: '3',
    code: 'welcome',
    note: '迎新',
  };
  assert.equal((await operator.post('/coupons', form)).status, 303);
  const again = await operator.post('/coupons', form);
  assert.equal(again.status, 409);
  const page = await again.text();
  assert.match(page, /已经有了/);
  assert.match(page, /value="迎新"/);
});

test('fewer uses than were spent are refused, and two operators at once lose nothing', async () => {
  const code = await aCoupon({ uses_total: 5, uses_left: 5 });
  for (let n = 0; n < 3; n++) await spend(wish(code));
  const { coupon_no, version } = await couponOf(code);
  const form = { kind: 'fixed', amount: '3', is_on: 'true', version: String(version) };
  const path = `/coupons/${coupon_no}`;
  const tooFew = await operator.post(path, { ...form, uses_total: '2' });
  assert.equal(tooFew.status, 422);
  assert.match(await tooFew.text(), /已经用掉 3 次/);
  assert.equal((await operator.post(path, { ...form, uses_total: '4' })).status, 303);
  assert.equal((await couponOf(code)).uses_left, 1);
  const late = await operator.post(path, { ...form, uses_total: '9', note: '我的备注' });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /value="我的备注"/);
  assert.equal((await couponOf(code)).uses_total, 4);
});
