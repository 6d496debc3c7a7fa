import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { anUnpaidOrder, aPaidOrder, orderNow } from './desk-things.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('operator');
const { refreshSums } = await import('../../src/orders/desk/sums/refresh.ts');
const { sweepTasks, taskJob } = await import('../../src/orders/desk/tasks/job.ts');
const { DAY, now, shiftClock, shownDay } = await import('../../src/platform/clock.ts');
const { readTable } = await import('../../src/platform/tables/read-table.ts');

const sums = async () => {
  const [row] = await db('shop_days').select<Record<string, string>[]>(
    ...['placed', 'paid', 'pieces', 'revenue_cents', 'cost_cents', 'refunded_cents'].map((name) =>
      db.raw('coalesce(sum(??), 0) as ??', [name, name]),
    ),
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, sum]) => [name, Number(sum)]));
};

test('sums of hours and days say what the orders say, however often they are counted', async () => {
  shiftClock(-2 * DAY);
  const early = await aPaidOrder({ quantity: 2 });
  shiftClock(0);
  await aPaidOrder();
  await anUnpaidOrder();
  for (let n = 0; n < 3; n++) await refreshSums();
  const sold = { placed: 3, paid: 2, pieces: 3, revenue_cents: 2970, cost_cents: 1200 };
  assert.deepEqual(await sums(), { ...sold, refunded_cents: 0 });
  // A balance has it at once; a gateway's refund counts when it is done, on the day of today.
  const form = { amount: '5.00', way: 'by_hand', reason: '少发', seen: '0' };
  await operator.post(`/shop-orders/${early.order_no}/refunds`, form);
  await refreshSums();
  assert.equal((await sums())['refunded_cents'], 0);
  const refund = await db('refunds').first();
  await operator.post(`/refunds/${refund?.refund_no}/completion`, {});
  await refreshSums();
  assert.deepEqual(await sums(), { ...sold, refunded_cents: 500 });
  const days = await db('shop_days').where('refunded_cents', '>', 0).select('day');
  assert.deepEqual(days, [{ day: shownDay(now()) }]);
});

test('money that came twice and went back is neither revenue nor a refund', async () => {
  const before = await sums();
  const { order } = await aPaidOrder();
  const { payFor } = await import('./desk-things.ts');
  await payFor(order);
  await db('refunds').where({ way: 'gateway' }).update({ state: 'done', done_at: now() });
  await refreshSums();
  const after = await sums();
  assert.equal(after['refunded_cents'], before['refunded_cents']);
  assert.equal(after['revenue_cents'], (before['revenue_cents'] ?? 0) + order.total_cents);
});

test('the dashboard, the reports and the settlement sheet show these numbers', async () => {
  const text = async (path: string) => {
    const answer = await operator.get(path);
    assert.equal(answer.status, 200, path);
    return answer.text();
  };
  assert.match(await text('/shop-desk'), /¥19\.80/);
  const month = shownDay(now()).slice(0, 7);
  const sheet = `/shop-reports/settlements/${month}`;
  assert.match(await text(sheet), /未知/);
  await operator.post(`${sheet}/fees`, { epay_v1: '1.5' });
  // 1.5 % of 39.60, or of what of it was not sold the month before.
  assert.match(await text(`${sheet}?print=1`), /¥0\.(59|30)/);
  for (const by of ['day', 'month', 'product_id', 'gateway'])
    assert.match(await text(`/shop-reports?by=${by}&from=2020-01-01`), /¥39\.60/);
  assert.match(await text('/console'), /商店今日收入/);
});

/** Begins a task as the page would, with the count that it shows. */
async function begin(words: Record<string, string>): Promise<string> {
  const page = await operator.get(`/shop-tasks/new?${new URLSearchParams(words)}`);
  const html = await page.text();
  const hidden = (name: string) =>
    new RegExp(`name="${name}" value="(\\d+)"`).exec(html)?.[1] ?? '';
  const form = { ...words, count: hidden('count'), top: hidden('top') };
  const answer = await operator.post('/shop-tasks', form);
  return answer.headers.get('location') ?? String(answer.status);
}
const taskAt = (place: string) =>
  db('shop_tasks')
    .where({ task_no: place.replace('/shop-tasks/', '') })
    .first();

test('all unpaid orders of a filter are cancelled, those that were counted and no others', async () => {
  const made = [await anUnpaidOrder(), await anUnpaidOrder()];
  const product_no = made[0]?.product.product_no ?? '';
  const place = await begin({ kind: 'cancel', product_no });
  const late = await anUnpaidOrder({ product_id: made[0]?.product.id ?? 0 });
  await sweepTasks();
  const states = await Promise.all(
    [...made, late].map(async ({ order_no }) => (await orderNow(order_no)).status),
  );
  assert.deepEqual(states, ['cancelled', 'unpaid', 'unpaid']);
  const task = await taskAt(place);
  assert.deepEqual([task?.state, task?.done, task?.skipped], ['done', 1, 0]);
  const told = { kind: 'cancel', product_no, count: '5', top: '999999', word: '' };
  // More than was said is not done.
  await anUnpaidOrder({ product_id: made[0]?.product.id ?? 0 });
  assert.equal((await operator.post('/shop-tasks', { ...told, count: '1' })).status, 409);
});

test('a worker that is killed half-way does nothing twice: another goes on where it was', async () => {
  const made = [await aPaidOrder(), await aPaidOrder()];
  const place = await begin({ kind: 'note', note: '补偿一张优惠券' });
  const task = await taskAt(place);
  const id = task?.id ?? 0;
  // It has noted the newest one, and is gone.
  await db('shop_tasks')
    .where({ id })
    .update({ lease_token: 'x', cursor_id: made[1]?.order.id ?? 0, done: 1 });
  await taskJob.run({ taskId: id });
  const notes = await db('order_events').where({ event: 'note', detail: '补偿一张优惠券' });
  assert.ok(notes.some(({ order_id }) => order_id === made[0]?.order.id));
  assert.ok(!notes.some(({ order_id }) => order_id === made[1]?.order.id));
});

for (const format of ['csv', 'xlsx'] as const) {
  test(`orders go out as ${format}, contacts masked, once, and nothing calculates`, async () => {
    const { order_no, contact } = await aPaidOrder({ product: { name: '=1+1' } });
    const place = await begin({ kind: 'export', format });
    await sweepTasks();
    const file = await operator.post(`${place}/file`);
    assert.equal(file.status, 200);
    const bytes = Buffer.from(await file.arrayBuffer());
    assert.equal((await operator.post(`${place}/file`)).status, 409);
    const all: string[][] = [];
    for await (const { cells } of readTable(bytes)) all.push(cells);
    const row = all.find((cells) => cells[0] === order_no) ?? [];
    assert.equal(all.length, (await db('orders').select('id')).length + 1);
    assert.ok(row.includes(format === 'csv' ? "'=1+1" : '=1+1'));
    assert.ok(!row.includes(contact));
    assert.ok(row.some((cell) => /^gu\*\*\*@example\.com$/.test(cell)));
  });
}

test('contacts in the clear need a reason, and a task is seen by nobody but its maker', async () => {
  const { contact } = await aPaidOrder();
  assert.equal(await begin({ kind: 'export', whole: 'true' }), '422');
  const place = await begin({ kind: 'export', whole: 'true', reason: '群发补偿' });
  await sweepTasks();
  const other = await app.signedIn('administrator');
  assert.equal((await other.post(`${place}/file`)).status, 404);
  assert.match(await (await operator.post(`${place}/file`)).text(), new RegExp(contact));
  const begun = await db('audit_entries')
    .where({ action: 'shop_task.begun' })
    .orderBy('id', 'desc')
    .first();
  assert.match(begun?.details_json ?? '', /群发补偿/);
});
