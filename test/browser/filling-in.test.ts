import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { start } from '../harness.ts';
import { launchChromium, person, screenshot } from './chromium.ts';
import { fill, press, ready, until } from './steps.ts';

const app = await start();
const { begin, formOf, isRead, LICENCE, upload } = await import('../filings/pages/stage.ts');
const { creditCode } = await import('../filings/sample-numbers.ts');
const customer = await app.signedIn('customer');
const browser = await launchChromium();
after(() => browser.close());

/** A window of the customer's at a page of the form. */
async function open(path: string, look: { width?: number; dark?: boolean } = {}) {
  const window = await person(browser, look);
  const cookies = [...customer.cookies].map(([name, value]) => ({ name, value, url: app.url }));
  await window.page.context().addCookies(cookies);
  await window.page.goto(`${app.url}${path}`);
  await ready(window.page);
  return window;
}
const saved = (page: Page) =>
  page.locator('[data-save-state]').filter({ hasText: '已保存' }).waitFor();
const held = (page: Page, name: string) => page.inputValue(`[id="${name}"]`);

test('what is read while one types fills the empty fields in place, beside their pieces of the picture', async () => {
  const filing_no = await begin(customer);
  const document_no = await upload(customer, filing_no, 'entity_licence');
  const { page, calm } = await open(`/filings/${filing_no}/steps/entity`);
  await page.getByText('还有 1 张图片正在识别').waitFor();
  await fill(page, { 'entity.name': '我自己写的名称' });
  await isRead(document_no, 'licence', LICENCE);
  await page.locator('[id="entity.id_number"][value="91330000MA2XYW1234"]').waitFor();
  assert.equal(await held(page, 'entity.name'), '我自己写的名称');
  assert.equal(await held(page, 'entity.leader.name'), '张晨曦');
  await page.getByText('已从照片识别并填入').waitFor();
  const cut = page.locator('.field:has([id="entity.id_number"]) .read-cut');
  await cut.scrollIntoViewIfNeeded();
  await until(() => cut.evaluate((image) => image.complete && image.naturalWidth > 0), 'the cut');
  await screenshot(page, 'readings');
  await fill(page, { 'entity.id_number': '' });
  await saved(page);
  await until(async () => (await formOf(filing_no)).entity.id_number === '', 'the clearing');
  await press(page, '撤销识别填入');
  assert.equal(await held(page, 'entity.leader.name'), '');
  assert.equal(await held(page, 'entity.name'), '我自己写的名称');
  calm();
});

test('a picture from the phone appears on the computer without a reload', async () => {
  const filing_no = await begin(customer);
  const { page, calm } = await open(`/filings/${filing_no}/steps/pictures`);
  await page.evaluate(() => Object.assign(globalThis, { same: true }));
  const no = await upload(customer, filing_no, 'entity_licence');
  await page.locator(`fieldset[id="materials.entity_licence"] [data-document="${no}"]`).waitFor();
  assert.ok(await page.evaluate(() => 'same' in globalThis));
  calm();
});

test('of two windows, one hears what the other typed; where both typed, both values stand there', async () => {
  const filing_no = await begin(customer);
  const path = `/filings/${filing_no}/steps/entity`;
  const [one, two] = [await open(path), await open(path)];
  await fill(one.page, { 'entity.name': '左边窗口的名称' });
  await until(async () => (await formOf(filing_no)).entity.name !== '', 'the first window');
  await fill(two.page, { 'entity.remark': '右边窗口的备注' });
  await until(async () => (await formOf(filing_no)).entity.remark !== '', 'the second window');
  await until(
    async () => (await held(two.page, 'entity.name')) === '左边窗口的名称',
    'the name in the second window',
  );
  await fill(one.page, { 'entity.id_address': '杭州市滨江区一号' });
  await until(async () => (await formOf(filing_no)).entity.id_address !== '', 'the address');
  await fill(two.page, { 'entity.id_address': '杭州市西湖区二号' });
  const told = two.page.locator('[id="entity.id_address-message"]');
  await told
    .filter({ hasText: '另一处已改为“杭州市滨江区一号”，您填的是“杭州市西湖区二号”' })
    .waitFor();
  await two.page.getByRole('button', { name: '仍用我的' }).click();
  await until(
    async () => (await formOf(filing_no)).entity.id_address === '杭州市西湖区二号',
    'the choice',
  );
  assert.equal((await formOf(filing_no)).entity.remark, '右边窗口的备注');
  assert.equal((await formOf(filing_no)).entity.name, '左边窗口的名称');
  // The browser itself reports the 409 that the page has told of.
  assert.ok(two.complaints.every((line) => line.includes('409')));
});

test('"mine" overwrites the one field that both windows changed, and is offered beside it', async () => {
  const filing_no = await begin(customer);
  const path = `/filings/${filing_no}/steps/entity`;
  const [one, two] = [await open(path), await open(path)];
  await fill(one.page, { 'entity.name': '左边的名称', 'entity.id_address': '杭州市滨江区一号' });
  await until(async () => (await formOf(filing_no)).entity.id_address !== '', 'the first window');
  await until(async () => (await formOf(filing_no)).entity.name !== '', 'the first window');
  await fill(two.page, { 'entity.id_address': '杭州市西湖区二号' });
  const offer = two.page.locator('.field:has([id="entity.id_address"]) + [data-save-conflict]');
  await offer.filter({ hasText: '另一处也改了“证件住所”' }).waitFor();
  await screenshot(two.page, 'two-windows');
  await offer.getByRole('button', { name: '仍用我的' }).click();
  await until(
    async () => (await formOf(filing_no)).entity.id_address === '杭州市西湖区二号',
    'the choice',
  );
  await until(async () => (await held(two.page, 'entity.name')) === '左边的名称', 'the other name');
  assert.equal((await formOf(filing_no)).entity.name, '左边的名称');
  assert.equal(await two.page.locator('[data-save-conflict]').isVisible(), false);
  assert.equal(await two.page.locator('[id="entity.id_address-message"]').textContent(), '');
  await fill(two.page, { 'entity.id_address': '杭州市西湖区三号' });
  await until(
    async () => (await formOf(filing_no)).entity.id_address === '杭州市西湖区三号',
    'what is typed on',
  );
  assert.ok(two.complaints.every((line) => line.includes('409')));
});

test('unticking "the same leader" shows the fields at once, with scripts and without', async () => {
  const filing_no = await begin(customer);
  const { page, calm } = await open(`/filings/${filing_no}/steps/service-0`);
  const name = page.locator('[id="services.0.leader.name"]');
  assert.equal(await name.isVisible(), false);
  await page.locator('[id="services.0.leader_same"]').uncheck();
  assert.equal(await name.isVisible(), true);
  await page.locator('[id="services.0.leader_same"]').check();
  assert.equal(await name.isVisible(), false);
  calm();
});

test('what a picture turns out to be is said at its place without a reload, and again after one', async () => {
  const filing_no = await begin(customer);
  const no = await upload(customer, filing_no, 'entity_licence');
  const { page, calm } = await open(`/filings/${filing_no}/steps/pictures`);
  await isRead(no, 'id_back', { valid_to: ['2036-05-08', 0.9] });
  const place = page.locator('[id="materials.entity_licence-message"][data-level=warn]');
  await place.filter({ hasText: '这张像是身份证国徽面' }).waitFor();
  await page.reload();
  await place.filter({ hasText: '这张像是身份证国徽面' }).waitFor();
  calm();
});

test('a field that is mended says no more how to mend it, nor that it is as it was read', async () => {
  const filing_no = await begin(customer);
  await isRead(await upload(customer, filing_no, 'entity_licence'), 'licence', LICENCE);
  const { page, calm } = await open(`/filings/${filing_no}/steps/entity`);
  const number = page.locator('.field:has([id="entity.id_number"])');
  await number.getByText('已识别 93%').waitFor();
  await number.getByText('怎么改').waitFor();
  await fill(page, { 'entity.id_number': creditCode('330000', 'MA2XYW12') });
  await number.getByText('与照片上识别的不同').waitFor();
  await number.getByText('已修改').waitFor();
  assert.equal(await number.getByText('怎么改').count(), 0);
  await fill(page, { 'entity.id_valid_until': '２０３６.5.8' });
  await until(async () => (await held(page, 'entity.id_valid_until')) === '2036-05-08', 'the date');
  await saved(page);
  await until(
    async () => (await formOf(filing_no)).entity.id_valid_until === '2036-05-08',
    'the saved date',
  );
  await page.locator('[id="entity.leader.email"]').focus();
  await page.locator('[id="entity.leader.mobile"]').focus();
  await page.locator('[id="entity.leader.email-message"]').filter({ hasText: '请填写' }).waitFor();
  calm();
});
