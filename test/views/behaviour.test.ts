import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, skip } from './browser.ts';

let opened: Awaited<ReturnType<typeof openBrowser>>;
before(async () => {
  if (!skip) opened = await openBrowser();
});
after(() => opened?.close());
afterEach(() => opened?.leave());
beforeEach(() => {
  if (skip) return;
  opened.sent.length = 0;
  for (const path of Object.keys(opened.answers)) delete opened.answers[path];
});

const PAGE = '/styleguide';
const DRAFT = '/styleguide/draft';
const field = (page: Page, name: string) => page.locator(`[id="${name}"]`);
const sentTo = (path: string) => opened.sent.filter((each) => each.path === path);

/** Waits for the server to have been told. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it never came to be');
}

test('without scripts every control of a form is there and it is sent', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/step', { javaScriptEnabled: false });
  await field(page, 'entity.mailing_address').fill('示例路 9 号');
  await field(page, 'consents.sensitive').check();
  await page.getByRole('button', { name: '保存并继续' }).click();
  await until(() => sentTo(PAGE).length === 1);
  assert.equal(sentTo(PAGE)[0]?.body['entity.mailing_address'], '示例路 9 号');
  assert.equal(sentTo(PAGE)[0]?.body['materials.entity_leader_id_front'], 'WJ1');
});

test('a draft is saved by itself and says when', { skip }, async () => {
  opened.answers[DRAFT] = { status: 200, body: { version: 8, saved_at: '15:00:01' } };
  const { page } = await opened.visit('/styleguide/step');
  await field(page, 'entity.name').fill('杭州甲公司');
  await page.getByText('已保存 15:00:01').waitFor();
  await field(page, 'entity.name').fill('杭州乙公司');
  await until(() => sentTo(DRAFT).length === 2);
  const [first, second] = sentTo(DRAFT).map(({ body }) => body);
  assert.deepEqual([first?.['version'], second?.['version']], ['7', '8']);
  assert.equal(second?.['entity.name'], '杭州乙公司');
  assert.equal(first?.['tab'], second?.['tab']);
});

test('what was typed last is saved when the page is left', { skip }, async () => {
  opened.answers[DRAFT] = { status: 200, body: { version: 8, saved_at: '15:00:01' } };
  const { page } = await opened.visit('/styleguide/step');
  await field(page, 'entity.name').fill('杭州丙公司');
  await page.goto('/styleguide/list');
  await until(() => sentTo(DRAFT).length === 1);
  assert.equal(sentTo(DRAFT)[0]?.body['entity.name'], '杭州丙公司');
});

test('a draft changed elsewhere is not overwritten unless the person says so', {
  skip,
}, async () => {
  const both = { path: 'entity.name', label: '主办单位名称', message: '另一个窗口改成了“杭州甲”' };
  opened.answers[DRAFT] = { status: 409, body: { version: 12, conflict: [both] } };
  const { page } = await opened.visit('/styleguide/step');
  await field(page, 'entity.name').fill('杭州丁公司');
  const mine = page.getByRole('button', { name: '仍用我的' });
  await mine.waitFor();
  assert.equal(await field(page, 'entity.name').inputValue(), '杭州丁公司');
  opened.answers[DRAFT] = { status: 200, body: { version: 13, saved_at: '15:01:00' } };
  await mine.click();
  await page.getByText('已保存 15:01:00').waitFor();
  const taken = sentTo(DRAFT).find(({ body }) => body['version'] === '12');
  assert.deepEqual(Object.keys(taken?.body ?? {}).sort(), ['entity.name', 'tab', 'version']);
  assert.equal(await mine.isVisible(), false);
});

test('an expired session keeps the words, and saves them after signing in again', {
  skip,
}, async () => {
  opened.answers[DRAFT] = { status: 401, body: {} };
  const { page } = await opened.visit('/styleguide/step');
  await field(page, 'entity.name').fill('杭州戊公司');
  await page.getByRole('link', { name: '在新标签页登录' }).waitFor();
  opened.answers[DRAFT] = { status: 200, body: { version: 9, saved_at: '15:02:00' } };
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await page.getByText('已保存 15:02:00').waitFor();
  assert.equal(sentTo(DRAFT).at(-1)?.body['entity.name'], '杭州戊公司');
});

test('a broken connection is said, and the draft saved when it is back', { skip }, async () => {
  opened.answers[DRAFT] = { status: 200, body: { version: 9, saved_at: '15:03:00' } };
  const { page } = await opened.visit('/styleguide/step');
  await page.context().setOffline(true);
  await field(page, 'entity.name').fill('杭州己公司');
  await page.getByText('网络不通').waitFor();
  await page.context().setOffline(false);
  await page.getByText('已保存 15:03:00').waitFor();
});

test('a field is checked as it is left, and the message stands under it', { skip }, async () => {
  const path = '/styleguide/check';
  opened.answers[path] = { status: 200, body: { level: 'error', message: '名称含有空格。' } };
  const { page } = await opened.visit('/styleguide/step');
  const name = field(page, 'entity.name');
  await name.fill('杭州 甲公司');
  await name.press('Tab');
  await page.getByText('名称含有空格。').waitFor();
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  assert.equal(sentTo(path)[0]?.body['field'], 'entity.name');
  opened.answers[path] = { status: 200, body: { level: 'ok', message: '' } };
  await name.fill('杭州甲公司');
  await name.press('Tab');
  await page.locator('[id="entity.name"]:not([aria-invalid])').waitFor();
});

test('what was read fills the field when asked, and can be taken back', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/step');
  const number = field(page, 'entity.id_number');
  await page.getByRole('button', { name: '用识别结果' }).click();
  assert.equal(await number.inputValue(), '91330108MA2XXXXX0E');
  await page.getByRole('button', { name: '恢复我填的' }).click();
  assert.equal(await number.inputValue(), '91330108MA2XXXXX0F');
});

test('a form is sent once, however often one clicks', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/sign-in');
  await page.locator('#password').fill('x');
  await page.getByRole('button', { name: '登录' }).dblclick();
  await page.waitForURL('**/styleguide/step');
  assert.equal(sentTo(PAGE).length, 1);
});

test('a grave act is asked about first, and its word must be typed', { skip }, async () => {
  const { page } = await opened.visit('/styleguide');
  await page.getByRole('button', { name: '作废 1,240 张' }).click();
  const yes = page.getByRole('button', { name: '作废', exact: true });
  assert.equal(await yes.isDisabled(), true);
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.equal(sentTo(PAGE).length, 0);
  await page.getByRole('button', { name: '作废 1,240 张' }).click();
  await page.locator('#confirm input').fill('1240');
  await yes.click();
  await until(() => sentTo(PAGE).length === 1);
});
