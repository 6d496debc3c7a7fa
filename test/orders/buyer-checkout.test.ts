import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { openShop } from './buying.ts';
import { booksOf } from './shop.ts';

const app = await start();
const { db } = app;
const { aVariantWithCards } = await import('../shop.ts');
const { forgetLimits } = await import('../security/limits.ts');
const { buy, formFor } = await openShop(app);

test('what cannot be ordered is refused in words, keeps what was typed, and changes nothing', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 5);
  const guest = app.client();
  const wrong: [Record<string, string>, RegExp][] = [
    [{ quantity: '-1' }, /请填写 1 以上的整数/],
    [{ quantity: '0' }, /至少 1 件/],
    [{ quantity: '1000000000' }, /请填写 1 以上的整数/],
    [{ quantity: '1e3' }, /请填写 1 以上的整数/],
    [{ quantity: '6' }, /只剩 5 件/],
    [{ quantity: '101' }, /最多购买 100 件|只剩 5 件/],
    [{ total_cents: '1' }, /价格由系统计算，不能提交/],
    [{ price: '0.01' }, /价格由系统计算，不能提交/],
    [{ contact: 'nobody' }, /请填写正确的邮箱/],
    [{ password: '123' }, /至少 6 位/],
    [{ way: 'alipay:native' }, /请选择付款方式/],
    [{ coupon: 'NOSUCH' }, /没有这个优惠码/],
  ];
  for (const [differs, words] of wrong) {
    const answer = await guest.post(
      '/orders',
      formFor(variant, { contact: 'kept@example.com', ...differs }),
    );
    const page = await answer.text();
    assert.ok([409, 422].includes(answer.status), `${JSON.stringify(differs)} ${answer.status}`);
    assert.match(page, words);
    if (!differs['contact']) assert.match(page, /value="kept@example\.com"/);
  }
  assert.equal((await guest.post('/orders', formFor({ variant_no: 'GGnowhere' }))).status, 404);
  const books = { stock: 5, available: 5, held: 0, sold: 0, lines: 0 };
  assert.deepEqual(await booksOf(db, variant.id), books);
});

test('a form that is sent twice is one order, and another form another one', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 5);
  const guest = app.client();
  const once = 'once-once-once-once';
  const [first, second] = [
    await buy(guest, variant, { once }),
    await buy(guest, variant, { once }),
  ];
  assert.equal(first, second);
  assert.notEqual(await buy(guest, variant, { once, quantity: '2' }), first);
  assert.equal((await booksOf(db, variant.id)).held, 3);
});

test('a coupon is shown before it is spent, and the server alone reckons', async () => {
  await forgetLimits();
  const { variant } = await aVariantWithCards(db, 2);
  await db('coupons').insert({
    ...{ coupon_no: 'YH9', code: 'MINUS1', kind: 'fixed', amount: 100 },
    ...{ uses_total: 5, uses_left: 5, created_at: new Date() },
  });
  const guest = app.client();
  const shown = await guest.post(
    '/orders/new',
    formFor(variant, { coupon: 'minus1', quantity: '2' }),
  );
  const page = await shown.text();
  assert.match(page, /已减 ¥1\.00/);
  assert.match(page, /¥18\.80/);
  assert.match(page, /value="Li\.Hua@example\.com"/);
  const order_no = await buy(guest, variant, { coupon: 'minus1', quantity: '2' });
  assert.equal((await db('orders').where({ order_no }).first())?.total_cents, 1880);
});
