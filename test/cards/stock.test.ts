import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from '../bureau/setup.ts';
import { incoming, standing, work } from './importing.ts';

const { db } = await startDatabase();
const { aVariant, aVariantWithCards, cardsFor } = await import('../shop.ts');
const { aPerson } = await import('../factories.ts');
const cards = await import('../../src/cards/index.ts');
const { beginBatchAct, beginBulk } = await import('../../src/cards/bulk/begin-acts.ts');
const { runTask } = await import('../../src/cards/tasks/run-task.ts');
const { checkStock, stockDifferences } = await import('../../src/cards/stock/check-stock.ts');
const { warnStock } = await import('../../src/cards/stock/warn-stock.ts');
const { lapseCards, warnLapsing } = await import('../../src/cards/stock/lapse-cards.ts');
const { forecastOf } = await import('../../src/cards/stock/forecast.ts');
const { setLoopText } = await import('../../src/cards/loop/set-loop.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { now, shownDay, fromNow, DAY } = await import('../../src/platform/clock.ts');
const { CARD } = cards;

const operator = await aPerson('operator');
const today = shownDay(now());
let orders = 1000;
const claim = (variant_id: number, quantity = 1, as: 'held' | 'sold' = 'held') => {
  const order_id = ++orders;
  return inTransaction(async (trx) => {
    const got = await cards.claimCards(trx, [{ order_id, variant_id, quantity }], { as, today });
    return { order_id, ids: got.get(order_id) ?? [] };
  });
};
const variantNow = async (id: number) => (await db('variants').where({ id }).first())!;
const countOf = async (where: object) =>
  Number((await db('cards').where(where).count({ count: '*' }).first())?.count);
const batchOf = async (variant_id: number) =>
  (await db('card_batches').where({ variant_id }).orderBy('id', 'desc').first())!;
/** Does what was begun under this number, as a worker would. */
async function doTask(task_no: string) {
  const { id = 0 } = (await db('card_tasks').where({ task_no }).first()) ?? {};
  await runTask(id);
  return (await db('card_tasks').where({ id }).first())!;
}
const messages = async (event: string) =>
  Number((await db('notifications').where({ event }).count({ count: '*' }).first())?.count);
/** Stock is what the cards say, of every variant there is. */
const agrees = async () => assert.deepEqual(await stockDifferences(db), []);

test('what is held is sold or given back once, in the count of its variant too', async () => {
  const { variant, secrets } = await aVariantWithCards(db, 5);
  const [one, two] = [await claim(variant.id, 2), await claim(variant.id, 2)];
  assert.equal(Number((await variantNow(variant.id)).stock), 1);
  const sold = await inTransaction((trx) => cards.sellHeld(trx, [one.order_id, 999_999]));
  assert.deepEqual([...sold], [[one.order_id, one.ids]]);
  assert.equal((await inTransaction((trx) => cards.sellHeld(trx, [one.order_id]))).size, 0);
  const back = () => inTransaction((trx) => cards.releaseHeld(trx, [one.order_id, two.order_id]));
  assert.deepEqual([await back(), await back()], [2, 0]);
  assert.deepEqual([...(await cards.cardsOf(db, [one.order_id]))], [[one.order_id, one.ids]]);
  const opened = await cards.openCards(db, one.ids);
  assert.ok([...opened.values()].every(({ text }) => secrets.includes(text)));
  assert.equal(await countOf({ variant_id: variant.id, status: CARD.available }), 3);
  await agrees();
});

test('a claim that its transaction takes back leaves everything as it was', async () => {
  const { variant } = await aVariantWithCards(db, 3);
  for (const as of ['held', 'sold'] as const) {
    const wants = [{ order_id: ++orders, variant_id: variant.id, quantity: 2 }];
    await inTransaction(async (trx) => {
      await cards.claimCards(trx, wants, { as, today });
      assert.equal(await cards.releaseClaimed(trx, [orders]), 2);
    });
    assert.equal(
      await countOf({ variant_id: variant.id, status: CARD.available, order_id: null }),
      3,
    );
  }
  await agrees();
});

test('an import that is undone takes away what nobody has, keeps what is sold, and its cards may come in anew', async () => {
  const { variant } = await aVariant(db);
  const text = Array.from({ length: 2500 }, (_, n) => `UNDO-${n}`).join('\n');
  const { batch } = await incoming(db, variant, text);
  await work(db, batch.batch_no);
  const sold = await claim(variant.id, 3, 'sold');
  const held = await claim(variant.id, 2);
  const before = (await standing(db, batch.batch_no)).batch;
  const task = await doTask(await beginBatchAct(operator, 'undo', before));
  assert.deepEqual([task.state, task.done_rows], ['done', 2495]);
  const { batch: after } = await standing(db, batch.batch_no);
  assert.deepEqual([after.state, after.cards, after.undone_cards], ['undone', 2500, 2495]);
  assert.equal(await countOf({ batch_id: batch.id }), 5);
  assert.equal(await inTransaction((trx) => cards.releaseHeld(trx, [held.order_id])), 2);
  assert.equal(await countOf({ batch_id: batch.id, status: CARD.void }), 2, 'never sold again');
  assert.equal((await cards.cardsOf(db, [sold.order_id])).get(sold.order_id)?.length, 3);
  await assert.rejects(beginBatchAct(operator, 'undo', after), /已撤销/);
  const again = await incoming(db, variant, text);
  const done = await work(db, again.batch.batch_no);
  assert.deepEqual([done.batch.cards, done.task.bad_rows], [2495, 5]);
  await agrees();
});

test('undoing and freezing against buyers: nobody gets a card of what is gone, no card is counted twice', async () => {
  for (const act of ['undo', 'freeze'] as const) {
    const { variant } = await aVariantWithCards(db, 1500);
    const begun = await beginBatchAct(operator, act, await batchOf(variant.id));
    const buying = (async () => {
      const got: Awaited<ReturnType<typeof claim>>[] = [];
      for (let n = 0; n < 60; n++) got.push(await claim(variant.id, 5, n % 2 ? 'sold' : 'held'));
      return got;
    })();
    await doTask(begun);
    const got = (await buying).filter(({ ids }) => ids.length > 0);
    const ids = got.flatMap((one) => one.ids);
    assert.equal(new Set(ids).size, ids.length);
    const left = await countOf({ variant_id: variant.id, status: CARD.available });
    assert.equal(left, 0, 'nothing more is for sale');
    const frozen = await countOf({ variant_id: variant.id, status: CARD.frozen });
    assert.equal(frozen, act === 'freeze' ? 1500 - ids.length : 0);
    await agrees();
  }
});

test('a frozen batch sells nothing, what was held comes back frozen, and thawed it is for sale again', async () => {
  const { variant } = await aVariantWithCards(db, 10);
  const held = await claim(variant.id, 4);
  await doTask(await beginBatchAct(operator, 'freeze', await batchOf(variant.id)));
  assert.deepEqual((await claim(variant.id)).ids, []);
  assert.equal(await inTransaction((trx) => cards.releaseHeld(trx, [held.order_id])), 4);
  assert.deepEqual((await claim(variant.id)).ids, []);
  const before = (await variantNow(variant.id)).restocked_at;
  await doTask(await beginBatchAct(operator, 'thaw', await batchOf(variant.id)));
  const after = await variantNow(variant.id);
  assert.equal(Number(after.stock), 10);
  assert.ok(before === null && after.restocked_at, 'whoever waits for it can be told');
  await agrees();
});

test('a filter is voided or moved with its count; sold cards stay what they are', async () => {
  const { variant } = await aVariantWithCards(db, 30);
  const { variant: other } = await aVariant(db);
  await claim(variant.id, 4, 'sold');
  const filter = { variant_ids: [variant.id] };
  const moved = await doTask(
    await beginBulk(operator, 'move', { filter, reason: '放错了', variant_id: other.id }),
  );
  assert.equal(moved.done_rows, 26);
  assert.deepEqual(
    [Number((await variantNow(variant.id)).stock), Number((await variantNow(other.id)).stock)],
    [0, 26],
  );
  await doTask(
    await beginBulk(operator, 'void', { filter: { variant_ids: [other.id] }, reason: '坏的' }),
  );
  assert.equal(Number((await variantNow(other.id)).stock), 0);
  assert.equal(await countOf({ status: CARD.void, variant_id: other.id }), 26);
  await assert.rejects(beginBulk(operator, 'void', { filter, reason: '再来' }), /没有符合条件/);
  const [first] = await db('cards').where({ variant_id: other.id }).limit(1);
  const story = await cards.storyEvents(db, first!);
  assert.deepEqual(
    story.map(({ event, detail }) => [event, event === 'imported' ? '' : detail]),
    [
      ['imported', ''],
      ['moved', '放错了'],
      ['voided', '坏的'],
    ],
  );
  await agrees();
});

test('one bad card is voided wherever it is, and never counted as stock again', async () => {
  const { variant, secrets } = await aVariantWithCards(db, 3);
  const card = await cards.cardBySecret(db, ` ${secrets[1]} `);
  const voided = () =>
    inTransaction((trx) => cards.voidCards(trx, [card?.id ?? 0], '买家报错', operator.id));
  assert.deepEqual([await voided(), await voided()], [1, 0]);
  assert.equal(Number((await variantNow(variant.id)).stock), 2);
  await agrees();
});

test('a count that differs from the cards is mended each night, with an alarm and an entry', async () => {
  const { variant } = await aVariantWithCards(db, 8);
  await db('variants').where({ id: variant.id }).update({ stock: 11 });
  const before = await messages('stock.repaired');
  assert.deepEqual(await stockDifferences(db), [{ variant_id: variant.id, before: 11, after: 8 }]);
  assert.equal(await checkStock(), 1);
  assert.equal(Number((await variantNow(variant.id)).stock), 8);
  assert.equal((await messages('stock.repaired')) - before, 1);
  const entry = await db('audit_entries').where({ action: 'cards.stock_repaired' }).first();
  assert.equal(entry?.subject, `variant:${variant.variant_no}`);
  assert.equal(await checkStock(), 0);
});

test('the shop is warned once each time a variant comes down to its level', async () => {
  const { variant } = await aVariantWithCards(db, 3, { warn_at: 2 });
  const before = await messages('stock.low');
  const warned = async () => {
    await warnStock();
    return (await messages('stock.low')) - before;
  };
  assert.equal(await warned(), 0);
  await claim(variant.id, 1, 'sold');
  assert.deepEqual([await warned(), await warned()], [1, 1]);
  await cardsFor(db, variant, 5);
  assert.equal(await warned(), 1);
  await claim(variant.id, 5, 'sold');
  assert.equal(await warned(), 2);
});

test('cards leave the stock when their last day is over, and the shop hears of it a week before', async () => {
  const { variant } = await aVariantWithCards(db, 2);
  await cardsFor(db, variant, 3, shownDay(fromNow(-DAY)));
  await cardsFor(db, variant, 4, shownDay(fromNow(2 * DAY)));
  const before = await messages('stock.lapsing');
  await lapseCards();
  assert.equal(await countOf({ variant_id: variant.id, status: CARD.lapsed }), 3);
  assert.equal(Number((await variantNow(variant.id)).stock), 6);
  await warnLapsing();
  await warnLapsing();
  assert.equal((await messages('stock.lapsing')) - before, 1);
  await agrees();
});

test('stock lasts as long as the busier of the last week and the last four says', () => {
  assert.equal(forecastOf(70, 70, 70).days_left, 7);
  assert.equal(forecastOf(70, 7, 280).days_left, 7);
  assert.equal(forecastOf(70, 0, 0).days_left, null);
  assert.equal(forecastOf(-1, 7, 7).days_left, 0);
  assert.equal(forecastOf(5, 7, 7, true).days_left, null);
});

test('a loop card is one text for many, exchanged with its history kept', async () => {
  const { variant } = await aVariant(db, { delivery: 'loop' });
  assert.equal(await cards.loopCardOf(db, variant.id), undefined);
  await setLoopText(operator, variant, 'LOOP-A\n第二行');
  const first = (await cards.loopCardOf(db, variant.id)) ?? 0;
  await setLoopText(operator, variant, 'LOOP-B');
  const second = (await cards.loopCardOf(db, variant.id)) ?? 0;
  const opened = await cards.openCards(db, [first, second]);
  assert.deepEqual(
    [opened.get(first)?.text, opened.get(second)?.text],
    ['LOOP-A\n第二行', 'LOOP-B'],
  );
  await assert.rejects(setLoopText(operator, variant, 'LOOP-A\n第二行'), /换一段/);
  assert.equal(await cards.loopCardOf(db, variant.id), second);
  await agrees();
});
