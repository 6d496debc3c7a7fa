import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchChromium } from '../browser/chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from '../browser/look.ts';
import { start } from '../harness.ts';
import { aChecked, aRunning, PASTED as pasted, placeOf, send as sendCards } from './page-things.ts';

const app = await start();
const { db } = app;
const { aVariant, aVariantWithCards } = await import('../shop.ts');
const { sweepTasks } = await import('../../src/cards/tasks/job.ts');
const { cardBySecret } = await import('../../src/cards/open-cards.ts');
const { CARD } = await import('../../src/cards/tables.ts');
const operator = await app.signedIn('operator');
const auditor = await app.signedIn('auditor');
const browser = await launchChromium();
after(() => browser.close());

const send = (fields: Record<string, string>, file?: { name: string; text: string }) =>
  sendCards(operator, fields, file);
const textOf = async (path: string, client = operator) => (await client.get(path)).text();
/** Posts, does what is owed by it, and gives where it led. */
async function act(path: string, form: Record<string, string | string[]> = {}) {
  const answer = await operator.post(path, form);
  assert.equal(answer.status, 303, `${path}: ${await answer.text()}`);
  await sweepTasks();
  return placeOf(answer);
}

const { variant } = await aVariant(db, { product: { name: '影音会员' } });
const shop = { variant: variant.variant_no };

test('pasted cards are split, previewed masked, tried and taken in; their file is gone after', async () => {
  const place = placeOf(await send({ ...shop, note: '十一月', text: pasted.join('\r\n') }));
  assert.match(place, /^\/card-batches\/PC\w{16}$/);
  const before = await textOf(place);
  assert.match(before, /十一月/);
  assert.match(before, /AB••••01/);
  assert.ok(!before.includes('ABCD-EFGH'), 'nothing in the clear');
  await act(`${place}/checking`);
  assert.match(await textOf(place), /入库 3 张/);
  await act(`${place}/importing`);
  const page = await textOf(place);
  assert.match(page, /已入库/);
  assert.ok(!page.includes('删除上传的文件'), 'all is in stock: no copy is kept');
  const card = await cardBySecret(db, 'N-1002 ABCD-EFGH-0002');
  assert.equal(card?.variant_id, variant.id);
});

test('what cannot be taken in is said on the form, and what was typed stays', async () => {
  for (const [fields, words] of [
    [{ ...shop, text: '' }, '请选择文件'],
    [{ variant: 'GGNONE', text: 'TYPED-1' }, '请选择要入库的商品规格'],
  ] as const) {
    const answer = await send(fields);
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, new RegExp(words));
    assert.ok(page.includes(fields.text));
  }
});

test('another separator makes other columns, and no card is without its secret', async () => {
  const place = placeOf(await send(shop, { name: 'a.txt', text: 'AAA|BBB\nCCC|DDD\n' }));
  assert.match(await textOf(place), /第 2 列/);
  const whole = { separator: '', 'columns.0': 'secret' };
  await act(`${place}/columns`, whole);
  assert.ok(!(await textOf(place)).includes('第 2 列'));
  const none = await operator.post(`${place}/columns`, { separator: '', 'columns.0': '' });
  assert.equal(none.status, 422);
  assert.match(await none.text(), /请指明哪一列是卡密/);
  const bad = await operator.post(`${place}/columns`, { ...whole, cost: '-1' });
  assert.equal(bad.status, 422);
});

test('refused lines can be fetched by who may see cards, each with its reason', async () => {
  const text = 'BAD-LINE-1\nBAD-LINE-2\nBAD-LINE-1\n';
  const place = placeOf(await send(shop, { name: 'a.txt', text }));
  await act(`${place}/importing`);
  assert.match(await textOf(place), /与文件中前面的卡重复/);
  const file = await operator.post(`${place}/faults`);
  assert.match(await file.text(), /BAD-LINE-1,3,与文件中前面的卡重复/);
  assert.equal((await auditor.post(`${place}/faults`)).status, 403);
});

test('a card is found by itself, its story told, its secret shown only with a reason that stays', async () => {
  const found = placeOf(await operator.post('/cards/lookups', { card: 'N-1001' }));
  assert.match(found, /^\/cards\/\d+$/);
  assert.match(await textOf(found), /导入[\s\S]*批次 PC/);
  assert.equal((await operator.post(`${found}/reveal`, { reason: '' })).status, 422);
  const shown = await operator.post(`${found}/reveal`, { reason: '与买家核对' });
  assert.match(await shown.text(), /N-1001 ABCD-EFGH-0001/);
  assert.match(await textOf(found), /查看明文[\s\S]*与买家核对/);
  assert.equal((await auditor.post(`${found}/reveal`, { reason: '看看' })).status, 403);
  assert.equal(placeOf(await operator.post('/cards/lookups', { card: 'NONE' })), '/cards');
  await act(`${found}/voiding`, { reason: '坏卡' });
  assert.match(await textOf(found), /已作废/);
});

test('a filter is exported masked; in the clear only with a reason; only its maker has it, once', async () => {
  const { variant: other, secrets } = await aVariantWithCards(db, 3);
  const filter = { variant: other.variant_no };
  assert.match(await textOf(`/cards/selection?variant=${other.variant_no}`), /批量处理 3 张/);
  const masked = await act('/cards/exports', { ...filter, format: 'csv' });
  assert.equal((await auditor.post(`${masked}/file`)).status, 404);
  const file = await (await operator.post(`${masked}/file`)).text();
  assert.equal(file.trim().split('\r\n').length, 4);
  assert.ok(secrets.every((secret) => !file.includes(secret)));
  assert.equal((await operator.post(`${masked}/file`)).status, 409);
  const whole = { ...filter, format: 'xlsx', whole: 'true' };
  assert.equal((await operator.post('/cards/exports', whole)).status, 422);
  assert.equal(
    (await auditor.post('/cards/exports', { ...whole, export_reason: '对账' })).status,
    403,
  );
  const clear = await act('/cards/exports', { ...whole, export_reason: '换平台' });
  const answer = await operator.post(`${clear}/file`);
  assert.match(answer.headers.get('content-type') ?? '', /spreadsheetml/);
  const { readTable } = await import('../../src/platform/tables/read-table.ts');
  const rows: string[][] = [];
  for await (const { cells } of readTable(new Uint8Array(await answer.arrayBuffer())))
    rows.push(cells);
  assert.deepEqual(
    rows.slice(1).map((cells) => cells[2]),
    secrets,
  );
});

test('ticked cards are moved and voided, and a batch is frozen, thawed and undone, from the pages', async () => {
  const { variant: from } = await aVariantWithCards(db, 4);
  const { variant: to } = await aVariant(db);
  const cards = await db('cards').where({ variant_id: from.id }).orderBy('id');
  const ids = cards.slice(0, 2).map(({ id }) => String(id));
  const page = await textOf(`/cards/selection?ids=${ids[0]}&ids=${ids[1]}`);
  assert.match(page, /批量处理 2 张/);
  await act('/cards/moves', { ids: ids.join(','), to: to.variant_no, reason: '放错' });
  await act('/cards/voids', { ids: ids[0] ?? '', reason: '坏的' });
  const states = await db('cards').whereIn('id', ids).orderBy('id');
  assert.deepEqual(
    states.map(({ variant_id, status }) => [variant_id, status]),
    [
      [to.id, CARD.void],
      [to.id, CARD.available],
    ],
  );
  const batch = await db('card_batches').where({ variant_id: from.id }).first();
  const place = `/card-batches/${batch?.batch_no}`;
  for (const [path, status, count] of [
    ['/freeze', CARD.frozen, 3],
    ['/freeze/removal', CARD.available, 3],
    ['/undoing', CARD.available, 0],
  ] as const) {
    await act(`${place}${path}`);
    const row = await db('cards')
      .where({ batch_id: batch?.id ?? 0, status })
      .count({ count: '*' })
      .first();
    assert.equal(Number(row?.count), count, path);
  }
  assert.match(await textOf(place), /已撤销/);
});

test('the text of a loop card is set and exchanged, and stock is checked, from the pages', async () => {
  const { variant: loop } = await aVariant(db, { delivery: 'loop', stock: 10 });
  await act(`/loop-cards/${loop.variant_no}/text`, {
    text: 'https://pan.example.com/a 提取码 1234',
  });
  await act(`/loop-cards/${loop.variant_no}/text`, { text: '新内容-2026' });
  assert.match(await textOf(`/loop-cards/${loop.variant_no}`), /使用中[\s\S]*已换下/);
  const shared = await cardBySecret(db, '新内容-2026');
  const voided = await operator.post(`/cards/${shared?.id}/voiding`, { reason: '不要了' });
  assert.equal(voided.status, 409, 'it is no piece of stock');
  const bulk = { ids: String(shared?.id), reason: '不要了' };
  assert.equal((await operator.post('/cards/voids', bulk)).status, 409);
  const batch = await db('card_batches')
    .where({ id: shared?.batch_id ?? 0 })
    .first();
  assert.equal((await operator.post(`/card-batches/${batch?.batch_no}/undoing`)).status, 409);
  assert.equal((await operator.get(`/loop-cards/${variant.variant_no}`)).status, 404);
  await db('variants').where({ id: variant.id }).increment('stock', 5);
  assert.match(await textOf('/card-stock'), /实有/);
  await act('/card-stock/checks');
  assert.ok(!(await textOf('/card-stock')).includes('实有'));
});

const LOOKS = {
  desktop: {},
  night: { dark: true },
  'phone-day': { width: 360 },
  phone: { width: 360, dark: true },
};
for (const [look, screen] of looksNow(LOOKS)) {
  test(`in ${look} no page of cards breaks its policy, its bounds or a rule of access`, async () => {
    const { variant: loop } = await aVariant(db, {
      delivery: 'loop',
      stock: 10,
      product: { name: '教程合集' },
    });
    await act(`/loop-cards/${loop.variant_no}/text`, { text: `https://pan.example.com/${look}` });
    const card = placeOf(await operator.post('/cards/lookups', { card: 'N-1001' }));
    const pages = {
      ...{ list: '/cards', card, selection: `/cards/selection?variant=${variant.variant_no}` },
      ...{ new: '/card-batches/new', batches: '/card-batches', stock: '/card-stock' },
      mapping: placeOf(await send({ ...shop, text: pasted.join('\n') })),
      ...{ checked: await aChecked(operator, shop), running: await aRunning(operator, shop) },
      export: await act('/cards/exports', { variant: variant.variant_no, format: 'csv' }),
      ...{ loops: '/loop-cards', loop: `/loop-cards/${loop.variant_no}` },
    };
    const window = await windowOf(browser, operator, screen);
    for (const [name, path] of Object.entries(pages)) {
      await window.open(path);
      await keep(window.page, `cards-${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} in ${look}`);
      window.calm();
    }
  });
}

test('ten thousand lines with three bad ones go in with a click each, and the page follows by itself', async () => {
  const { variant: own } = await aVariant(db);
  const { page, open, calm } = await windowOf(browser, operator);
  await open(`/card-batches/new?variant=${own.variant_no}`);
  const lines = Array.from({ length: 10_000 }, (_, n) => `CLICK-${n}`);
  for (const bad of [4, 5000, 9999]) lines[bad] = 'x'.repeat(2001 + bad);
  const buffer = Buffer.from(lines.join('\n'));
  await page.locator('#file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer });
  await page.getByRole('button', { name: '下一步：核对' }).click();
  await page.getByRole('button', { name: '试运行', exact: true }).click();
  await page.getByText('试运行：逐行检查').waitFor();
  await sweepTasks();
  await page.getByRole('button', { name: /入库 9,?997 张/ }).click();
  await page.getByRole('button', { name: '入库', exact: true }).click();
  await page.getByText('正在入库').waitFor();
  await sweepTasks();
  await page.getByText('卡密超过 2000 字').first().waitFor();
  for (const line of ['5', '5001', '10000'])
    await page.getByText(line, { exact: true }).first().waitFor();
  await page.locator('h1').getByText('已入库').waitFor();
  assert.equal(Number((await db('variants').where({ id: own.id }).first())?.stock), 9997);
  calm();
});
