import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { openShop } from '../orders/buying.ts';
import { startSandbox } from '../sandbox/process.ts';
import { launchChromium, person, screenshot } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';
import { press, ready } from './steps.ts';

const sandbox = await startSandbox('pay', ['--retry-ms', '100,100,100']);
const app = await start();
const { db } = app;
const { buy, pay } = await openShop(app);
const { aVariant, aVariantWithCards } = await import('../shop.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { orderingSetting } = await import('../../src/orders/settings.ts');
const { paymentsSetting } = await import('../../src/payments/settings.ts');
const { gatewayFile, useGatewayFile } = await import(
  '../../src/payments/gateways/sandbox-settings.ts'
);
await writeSetting(db, paymentsSetting, { callback_base: app.url });
useGatewayFile(await gatewayFile(sandbox.url));
const browser = await launchChromium();
after(() => browser.close());
const PHONE = { width: 360 };
const many = { open_per_buyer: 100, open_per_device: 100, open_per_source: 1000 };
const FREE = { ...many, challenge_stock: 0, challenge_open: 0 };

test('a guest on a phone buys two keys that run short, pays, copies one, and finds them again elsewhere', async () => {
  await writeSetting(db, orderingSetting, { challenge_stock: 10 });
  const steps = [{ from: 2, price_cents: 900 }];
  const { product, secrets } = await aVariantWithCards(db, 3, {
    steps_json: JSON.stringify(steps),
  });
  const { page, calm } = await person(browser, PHONE);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${app.url}/shop/${product.product_no}`);
  await press(page, '去购买');
  await page.getByRole('button', { name: '加一件' }).click();
  await page.locator('#sums').getByText('¥18.00').first().waitFor();
  await page.fill('#contact', 'phone@example.com');
  await page.fill('#password', 'wo-de-mima');
  await page.locator('label', { hasText: '演练收银台' }).click();
  await screenshot(page, 'shop-checkout');
  await press(page, '提交订单并付款');
  await page.getByText('等待付款').waitFor();
  const order = page.url();
  const pay_href = await page.getByRole('link', { name: /去付款/ }).getAttribute('href');
  const cashier = await page.context().newPage();
  await cashier.goto(pay_href ?? '');
  await cashier.getByRole('button', { name: '确认支付' }).click();
  await page.bringToFront();
  // By itself: nobody reloads.
  await page.locator('#cards').waitFor();
  const first = page.locator('#cards code').first();
  await page.getByRole('button', { name: '复制', exact: true }).first().click();
  await page.getByText('已复制').first().waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), await first.textContent());
  await page.getByRole('button', { name: '全部复制' }).click();
  const copied = String(await page.evaluate('navigator.clipboard.readText()')).split('\n');
  assert.equal(copied.filter((text) => secrets.includes(text)).length, 2);
  await screenshot(page, 'shop-delivered');
  calm();
  const other = await person(browser);
  await other.page.goto(order);
  await ready(other.page);
  await other.page.fill('#password', 'wrong-one');
  await press(other.page, '查看订单');
  await other.page.getByText('订单号或查询密码不正确').first().waitFor();
  await other.page.fill('#password', 'wo-de-mima');
  await press(other.page, '查看订单');
  await other.page
    .getByText(copied[0] ?? 'none')
    .first()
    .waitFor();
});

test('without scripts a guest waits a little instead, and pays and sees his key all the same', async () => {
  const { variant, secrets } = await aVariantWithCards(db, 1);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${app.url}/orders/new?variant=${variant.variant_no}`);
  await page.fill('#contact', 'plain@example.com');
  await page.fill('#password', 'wo-de-mima');
  await page.click('text=提交订单并付款');
  await page.getByText('秒后再提交').first().waitFor();
  assert.equal(await page.inputValue('#contact'), 'plain@example.com');
  const { shiftClock } = await import('../../src/platform/clock.ts');
  shiftClock(20_000);
  await page.click('text=提交订单并付款');
  await page.getByText('等待付款').waitFor();
  shiftClock(0);
  await pay(page.url().split('/').at(-1) ?? '');
  await page.click('text=我已付款，刷新');
  await page
    .getByText(secrets[0] ?? 'none')
    .first()
    .waitFor();
  await context.close();
});

test('what is sold out meanwhile is said at the checkout, with all that was typed', async () => {
  await writeSetting(db, orderingSetting, FREE);
  const { variant } = await aVariantWithCards(db, 1);
  const { page, complaints } = await person(browser, PHONE);
  await page.goto(`${app.url}/orders/new?variant=${variant.variant_no}`);
  await ready(page);
  await page.fill('#contact', 'late@example.com');
  await page.fill('#password', 'wo-de-mima');
  await buy(app.client(), variant);
  await press(page, '提交订单并付款');
  await page.getByText('已售罄').first().waitFor();
  assert.equal(await page.inputValue('#contact'), 'late@example.com');
  // The browser itself remarks on the status of the refusal.
  assert.deepEqual(
    complaints.filter((said) => !said.includes('409')),
    [],
  );
});

const LOOKS = {
  desk: { width: 1280 },
  'desk-dark': { width: 1280, dark: true },
  phone: { width: 360 },
  'phone-dark': { width: 360, dark: true },
};
for (const [look_name, look] of looksNow(LOOKS))
  test(`no page of a purchase bars anybody or breaks its bounds: ${look_name}`, async () => {
    const places = await everyPage();
    for (const [name, [path, client]] of Object.entries(places)) {
      const window = await windowOf(browser, client, look);
      await window.open(path);
      await keep(window.page, `${name}-${look_name}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} ${look_name}`);
      window.calm();
      await window.page.context().close();
    }
  });

/** A guest's orders in every standing, and the pages around them. */
async function everyPage() {
  const { forgetLimits } = await import('../security/limits.ts');
  await forgetLimits();
  await writeSetting(db, orderingSetting, FREE);
  const guest = app.client();
  const form_json = JSON.stringify([
    { name: 'answer_1', label: '游戏账号', kind: 'text', is_required: true, options: [] },
  ]);
  const manual = await aVariant(db, { delivery: 'manual', stock: 30, product: { form_json } });
  const many = await aVariantWithCards(db, 150, {
    product: { name: '影音会员月卡（全国通用，自动发货）', most_per_order: 500, warranty_days: 7 },
  });
  const few = await aVariantWithCards(db, 4, { product: { name: '短缺的卡' } });
  const bought = (variant: { variant_no: string }, differs = {}) =>
    buy(guest, variant, { way: 'sandbox:alipay', ...differs });
  const unpaid = await bought(many.variant, { quantity: '2' });
  const transfer = await buy(guest, many.variant);
  const delivered = await buy(guest, many.variant, { quantity: '120' });
  const one = await buy(guest, many.variant);
  await pay(delivered);
  await pay(one);
  const gone = await buy(guest, many.variant);
  await guest.post(`/orders/${gone}/cancellation`);
  const last = await aVariantWithCards(db, 1);
  const waiting = await buy(guest, last.variant);
  await guest.post(`/orders/${waiting}/cancellation`);
  await pay(await buy(guest, last.variant));
  await pay(waiting);
  await writeSetting(db, orderingSetting, { ...FREE, challenge_stock: 10 });
  guest.cookies.delete('flash');
  return {
    'buy-checkout': [`/orders/new?variant=${many.variant.variant_no}&quantity=3`, guest],
    'buy-checkout-short': [`/orders/new?variant=${few.variant.variant_no}`, guest],
    'buy-checkout-manual': [`/orders/new?variant=${manual.variant.variant_no}`, guest],
    'buy-pay': [`/orders/${unpaid}`, guest],
    'buy-transfer': [`/orders/${transfer}`, guest],
    'buy-delivered': [`/orders/${one}`, guest],
    'buy-delivered-many': [`/orders/${delivered}`, guest],
    'buy-waiting': [`/orders/${waiting}`, guest],
    'buy-cancelled': [`/orders/${gone}`, guest],
    'buy-lookup': ['/order-lookup', guest],
  } as const;
}
