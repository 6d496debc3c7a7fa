import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { anUnpaidOrder, aPaidOrder, orderNow, payFor } from '../orders/desk-things.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('operator');
const browser = await launchChromium();
after(() => browser.close());
const { DAY, HOUR, shiftClock, shownDay, now } = await import('../../src/platform/clock.ts');
const { refreshSums } = await import('../../src/orders/desk/sums/refresh.ts');
const { expireOrders } = await import('../../src/orders/index.ts');
const { taskJob } = await import('../../src/orders/desk/tasks/job.ts');

const NAMES = ['影音会员', '网盘会员', '游戏点卡 100 元', '办公软件激活码'];

/** A week of sales, and something of everything that waits for somebody. */
async function aWeek() {
  const made: Awaited<ReturnType<typeof anUnpaidOrder>>[] = [];
  for (let n = 0; n < 36; n++) {
    const variant = made.length < 4 ? {} : { product_id: made[n % 4]?.product.id ?? 0 };
    shiftClock(-((n * 7) % 9) * DAY - ((n * 5) % 7) * HOUR);
    const price_cents = 500 + ((n * 137) % 2300);
    const differs = { price_cents, quantity: 1 + (n % 3), warn_at: 3, ...variant };
    const product = { name: NAMES[n % 4] ?? '', warranty_days: 7 };
    made.push(
      n % 5 === 4
        ? await anUnpaidOrder({ ...differs, product })
        : await aPaidOrder({ ...differs, product }),
    );
  }
  shiftClock(0);
  await expireOrders();
  return made;
}

/** Paid when its stock was gone. */
async function aWaiting() {
  const made = await anUnpaidOrder({ quantity: 3, cards: 3 });
  await db('orders').where({ id: made.order.id }).update({ status: 'expired', hold_until: null });
  await db('cards').where({ variant_id: made.variant.id }).update({ status: 3, order_id: null });
  await payFor(made.order);
}

const week = await aWeek();
await aWaiting();
const manual = await aPaidOrder({ quantity: 2, product: { delivery: 'manual', name: '代充值' } });
const many = await aPaidOrder({
  quantity: 4,
  cards: 8,
  product: { warranty_days: 30, name: '影音会员' },
});
await operator.post(`/shop-orders/${many.order_no}/notes`, { note: '买家说第二张不能用' });
await operator.post(`/shop-orders/${many.order_no}/lines/2/replacement`, { reason: '卡密无效' });
const refund = { amount: '2.00', way: 'by_hand', reason: '晚发补偿', seen: '0' };
await operator.post(`/shop-orders/${many.order_no}/refunds`, refund);
await refreshSums();

async function anExport(isDone: boolean): Promise<string> {
  const page = await (await operator.get('/shop-tasks/new?kind=export')).text();
  const hidden = (name: string) =>
    new RegExp(`name="${name}" value="(\\d+)"`).exec(page)?.[1] ?? '';
  const form = { kind: 'export', count: hidden('count'), top: hidden('top') };
  const place = (await operator.post('/shop-tasks', form)).headers.get('location') ?? '';
  const task = await db('shop_tasks').orderBy('id', 'desc').first('id');
  if (isDone) await taskJob.run({ taskId: task?.id ?? 0 });
  return place;
}

const month = shownDay(now()).slice(0, 7);
const unpaid = week.find(({ order }) => order.status === 'unpaid');
const PAGES = {
  desk: '/shop-desk',
  orders: '/shop-orders',
  'orders-filtered': `/shop-orders?status=delivered&product_no=${week[0]?.product.product_no}`,
  order: `/shop-orders/${many.order_no}`,
  'order-manual': `/shop-orders/${manual.order_no}`,
  'order-unpaid': `/shop-orders/${unpaid?.order_no}`,
  reveal: `/shop-orders/${many.order_no}/reveals/1`,
  'task-new': '/shop-tasks/new?kind=note&status=delivered',
  'task-export': '/shop-tasks/new?kind=export',
  'task-done': await anExport(true),
  tasks: '/shop-tasks',
  report: '/shop-reports',
  'report-products': '/shop-reports?by=product_id',
  settlement: `/shop-reports/settlements/${month}`,
  'settlement-print': `/shop-reports/settlements/${month}?print=1`,
};
const LOOKS = {
  desktop: {},
  night: { dark: true },
  phone: { width: 360 },
  'phone-night': { width: 360, dark: true },
};

for (const [look, screen] of looksNow(LOOKS)) {
  test(`in ${look} no page of the operator's shop breaks its policy, its bounds or a rule of access`, async () => {
    const window = await windowOf(browser, operator, screen);
    for (const [name, path] of Object.entries(PAGES)) {
      await window.open(path);
      if (await window.page.locator('[data-chart]').count())
        await window.page.locator('.chart canvas').first().waitFor();
      await keep(window.page, `desk-${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} in ${look}`);
      window.calm();
    }
  });
}

test('charts are drawn under the content policy, and their numbers stand in a table', async () => {
  const { page, open, calm } = await windowOf(browser, operator);
  await open('/shop-desk');
  await page.locator('.chart canvas').first().waitFor();
  assert.equal(await page.locator('.chart canvas').count(), 2);
  await page.getByText('看数字').first().click();
  await page.getByRole('cell', { name: /¥/ }).first().waitFor();
  calm();
});

test('a refund from the list: found by the gateway’s number, given back whole, the card taken back', async () => {
  const { order_no, trade_no, order } = await aPaidOrder({ cards: 2 });
  const { page, open, calm } = await windowOf(browser, operator);
  await open('/shop-orders');
  await page.getByLabel('查找', { exact: true }).fill(trade_no);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/shop-orders/${order_no}`);
  await page.locator('#refund summary').click();
  await page.locator('#refund').getByLabel('原因').fill('买家买错了');
  await page
    .locator('#refund')
    .getByLabel(/人工退款/)
    .check();
  await page.locator('#refund').getByRole('button', { name: '退款' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退款' }).click();
  await page.getByText('已发起退款').first().waitFor();
  assert.equal((await orderNow(order_no)).status, 'refunded');
  assert.equal((await db('cards').where({ order_id: order.id }).first())?.status, 3);
  await page.getByText('已全部退款').waitFor();
  calm();
});
