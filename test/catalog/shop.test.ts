import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../harness.ts';

const app = await start();
const { db } = app;
const { aCategory, aProduct, aVariant, aVariantWithCards } = await import('../shop.ts');
const { catalogChanged, offersByNo } = await import('../../src/catalog/index.ts');
const { descriptionHtml } = await import('../../src/catalog/products/rich-text.ts');
const { readAnswers } = await import('../../src/catalog/index.ts');
const operator = await app.signedIn('operator');
const visitor = app.client();

/** What visitors are shown, made anew. */
async function seen(path: string): Promise<{ status: number; text: string }> {
  catalogChanged();
  const answer = await app.client().get(path);
  return { status: answer.status, text: await answer.text() };
}

const NEW = {
  ...{
    delivery: 'manual',
    name: '代充',
    summary: '当天处理',
    description_text: '## 说明\n**请**核对',
  },
  ...{
    variant_name: '标准',
    price: '12.50',
    allotted: '5',
    most_per_order: '3',
    plan_months: '12',
  },
  ...{ question_1_label: '账号', question_1_kind: 'text', question_1_required: 'true' },
  ...{ question_2_label: '大区', question_2_kind: 'select', question_2_options: '一区，二区' },
};
const numberIn = (answer: Response) => answer.headers.get('location')!.split('/').at(-1)!;
const productOf = async (product_no: string) =>
  (await db('products').where({ product_no }).first())!;

test('a product is made in one form, stays off until it is switched on, and then stands in the shop', async () => {
  const product_no = numberIn(await operator.post('/products', NEW));
  assert.equal((await seen(`/shop/${product_no}`)).status, 404);
  assert.equal(
    (await operator.post(`/products/${product_no}/switch`, { is_on: 'yes' })).status,
    303,
  );
  const { status, text } = await seen(`/shop/${product_no}`);
  assert.equal(status, 200);
  assert.match(text, /¥12\.50/);
  assert.match(text, /<h3>说明<\/h3>/);
  assert.match(text, /人工发货/);
  const api = await visitor.json('GET', `/api/v1/products/${product_no}`);
  const [variant] = api.body.variants;
  assert.deepEqual([variant.price_cents, variant.stock, variant.left], [1250, 'few', 5]);
  assert.deepEqual(
    api.body.questions.map((question: { label: string }) => question.label),
    ['账号', '大区'],
  );
  assert.deepEqual(JSON.parse((await productOf(product_no)).grants_json!), { plan_months: 12 });
});

test('a form with faults comes back whole, and nothing is made', async () => {
  const before = await db('products').count<{ n: number }[]>('* as n');
  const wrong = { ...NEW, price: '1.234', off_at: '2026-01-01T00:00', on_at: '2027-01-01T00:00' };
  const answer = await operator.post('/products', { ...wrong, question_2_options: '一区' });
  assert.equal(answer.status, 422);
  const page = await answer.text();
  for (const words of [/最多两位小数/, /下架时间须晚于/, /至少写两个选项/])
    assert.match(page, words);
  assert.match(page, /value="1\.234"/);
  assert.deepEqual(await db('products').count<{ n: number }[]>('* as n'), before);
});

test('of two operators at once nothing that was typed is lost', async () => {
  const { product_no, version } = await aProduct(db, { name: '原名', description_text: '原文' });
  const path = `/products/${product_no}`;
  const form = { name: '甲改的', description_text: '甲写的', version: String(version) };
  assert.equal((await operator.post(path, form)).status, 303);
  const other = await app.signedIn('operator');
  const answer = await other.post(path, {
    ...form,
    name: '乙改的',
    description_text: '乙写的长文',
  });
  assert.equal(answer.status, 409);
  const page = await answer.text();
  assert.match(page, /名称：现在保存的是“甲改的”/);
  assert.match(page, /value="乙改的"/);
  assert.match(page, /乙写的长文<\/textarea>/);
  assert.equal((await productOf(product_no)).name, '甲改的');
  const again = { name: '乙改的', version: /name="version" value="(\d+)"/.exec(page)![1]! };
  assert.equal((await other.post(path, again)).status, 303);
  assert.equal((await productOf(product_no)).name, '乙改的');
});

test('more or fewer pieces of what is counted move the stock by as much, whatever was sold meanwhile', async () => {
  const { product, variant } = await aVariant(db, { delivery: 'manual', stock: 10 });
  const path = `/products/${product.product_no}/variants/${variant.variant_no}`;
  const form = { name: '标准', price: '9.90', is_on: 'true', version: '1' };
  await db('variants').where({ id: variant.id }).decrement('stock', 7);
  assert.equal((await operator.post(path, { ...form, allotted: '14' })).status, 303);
  const after = (await db('variants').where({ id: variant.id }).first())!;
  assert.deepEqual([after.allotted, after.stock], [14, 7]);
  const less = await operator.post(path, { ...form, allotted: '6', version: '2' });
  assert.equal(less.status, 422);
  assert.match(await less.text(), /已经卖出或被订单占用 7 件/);
  const steps = await operator.post(path, {
    ...form,
    allotted: '14',
    version: '2',
    steps: '10: 12',
  });
  assert.match(await steps.text(), /阶梯价不能高于售价/);
});

test('hidden, archived, not yet or no longer on sale: the shop does not know it', async () => {
  const day = 86_400_000;
  const hidden_token = 'h'.repeat(32);
  const { product: hidden } = await aVariant(db, { product: { hidden_token, name: '暗号' } });
  const none = [
    hidden,
    (await aVariant(db, { product: { is_on: false } })).product,
    (await aVariant(db, { product: { on_at: new Date(Date.now() + day) } })).product,
    (await aVariant(db, { product: { off_at: new Date(Date.now() - day) } })).product,
    (await aVariant(db, { is_on: false })).product,
    await aProduct(db),
  ];
  for (const { product_no } of none) assert.equal((await seen(`/shop/${product_no}`)).status, 404);
  assert.doesNotMatch((await seen('/shop')).text, /暗号/);
  const link = await visitor.get(`/shop/hidden/${hidden_token}`);
  assert.equal(link.headers.get('x-robots-tag'), 'noindex');
  assert.match(await link.text(), /暗号/);
  await operator.post(`/products/${hidden.product_no}/hidden-link`);
  assert.equal((await visitor.get(`/shop/hidden/${hidden_token}`)).status, 404);
  const { product, variant } = await aVariant(db);
  await operator.post(`/products/${product.product_no}/archive`);
  assert.equal((await seen(`/shop/${product.product_no}`)).status, 404);
  const offer = (await offersByNo(db, [variant.variant_no], new Date())).get(variant.variant_no);
  assert.equal(offer?.is_on_sale, false);
  const refused = await operator.post(`/products/${product.product_no}/switch`, { is_on: 'yes' });
  assert.equal(refused.status, 409);
});

test('a copy has the variants and none of the stock, and is off', async () => {
  const { product } = await aVariantWithCards(db, 3, { price_cents: 777 });
  const copy = await productOf(
    numberIn(await operator.post(`/products/${product.product_no}/copies`)),
  );
  assert.deepEqual([Boolean(copy.is_on), copy.name], [false, `${product.name}（副本）`]);
  const [variant] = await db('variants').where({ product_id: copy.id });
  assert.deepEqual([variant?.price_cents, variant?.stock], [777, 0]);
});

test('categories are put in order, hidden with what is in them, and removed only when empty', async () => {
  const [first, second] = [await aCategory(db, '甲类'), await aCategory(db, '乙类')];
  await aVariant(db, { product: { name: '甲类商品', category_id: first.id } });
  await operator.post(`/categories/${second.category_no}/moves`, { direction: 'up' });
  const order = (await db('categories').orderBy('position')).map(({ name }) => name);
  assert.ok(order.indexOf('乙类') < order.indexOf('甲类'));
  assert.equal((await operator.post(`/categories/${first.category_no}/removal`)).status, 409);
  assert.match((await seen(`/shop?category=${first.category_no}`)).text, /甲类商品/);
  await operator.post(`/categories/${first.category_no}`, { name: '甲类' });
  assert.doesNotMatch((await seen('/shop')).text, /甲类/);
});

test('whatever is typed, no description carries a script, a style, a handler or a foreign frame', () => {
  const bad = fc.constantFrom(
    ...[
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">x</a>',
    ],
    ...[
      '<p style="position:fixed">x</p>',
      '<iframe src="//evil.cn"></iframe>',
      '<svg onload=alert(1)>',
    ],
    ...[
      '[x](javascript:alert(1))',
      '**<b onclick=1>x</b>**',
      '<<p>script>',
      '`<x>`',
      '"><base href=//e.cn>',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(bad, fc.string()), { maxLength: 8 }), (parts) => {
      const tags = descriptionHtml(parts.join('\n')).match(/<[^>]*>/g) ?? [];
      for (const tag of tags)
        assert.match(
          tag,
          /^<\/?(p|br|h3|h4|strong|b|em|i|u|s|code|pre|blockquote|hr|ul|ol|li|table|thead|tbody|tr|th|td)( \/)?>$|^<\/a>$|^<a( href="(https?:|mailto:)[^"]*")?( rel="nofollow noopener")?>$/,
        );
    }),
  );
});

test('an announcement stands on the shop within its period', async () => {
  const form = { title: '今晚维护', tone: 'warn', is_on: 'true', body: '' };
  assert.equal((await operator.post('/announcements', form)).status, 303);
  const past = { ...form, title: '早已结束', ends_at: '2020-01-01T00:00' };
  await operator.post('/announcements', past);
  const { text } = await seen('/shop');
  assert.match(text, /今晚维护/);
  assert.doesNotMatch(text, /早已结束/);
});

test('answers of a buyer are checked by the questions', () => {
  const kinds = ['text', 'number', 'select'] as const;
  const questions = kinds.map((kind) => ({
    ...{ name: kind, label: kind, kind, is_required: kind !== 'number', options: ['甲', '乙'] },
  }));
  const good = readAnswers(questions, { text: ' a ', select: '甲', more: 'x' });
  assert.deepEqual(good, { answers: { text: 'a', select: '甲' }, fields: {} });
  const bad = readAnswers(questions, { number: '1e9', select: '丙' });
  assert.deepEqual(Object.keys(bad.fields), ['text', 'number', 'select']);
});
