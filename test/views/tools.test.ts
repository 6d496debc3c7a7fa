import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { openBrowser, skip } from './browser.ts';
import { root } from './stage.ts';

let opened: Awaited<ReturnType<typeof openBrowser>>;
before(async () => {
  if (!skip) opened = await openBrowser();
});
after(() => opened?.close());
afterEach(() => opened?.leave());
beforeEach(() => {
  if (!skip) opened.sent.length = 0;
});

const picture = {
  name: 'card.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    'base64',
  ),
};

test('a picture goes up at once, is seen, and its number goes with the form', {
  skip,
}, async () => {
  opened.answers['/styleguide/documents'] = {
    status: 201,
    body: { no: 'WJ77', quality: { problems: [{ message: '照片偏暗' }] } },
  };
  const { page, complaints } = await opened.visit('/styleguide/step');
  const box = page.locator('[id="materials.entity_leader_id_front"]');
  await box.locator('input[type="file"]').first().setInputFiles(picture);
  await box.getByText('照片偏暗').waitFor();
  const numbers = box.locator('input[type="hidden"]');
  assert.equal(await numbers.count(), 1);
  assert.equal(await numbers.inputValue(), 'WJ77');
  assert.match((await box.locator('img').getAttribute('src')) ?? '', /^blob:/);
  assert.equal(
    await box.locator('[data-remove]').getAttribute('value'),
    'materials.entity_leader_id_front:WJ77',
  );
  await box.getByRole('button', { name: '移除这张图片' }).click();
  assert.equal(await numbers.count(), 0);
  assert.deepEqual(complaints, []);
});

test('a picture that is refused says why at its place, and the old one stays', {
  skip,
}, async () => {
  const message = '照片太模糊，看不清文字。';
  opened.answers['/styleguide/documents'] = { status: 422, body: { error: { message } } };
  const { page } = await opened.visit('/styleguide/step');
  const box = page.locator('[id="materials.entity_leader_id_front"]');
  const input = box.locator('input[type="file"]').first();
  await input.setInputFiles(picture);
  await box.getByText(message).waitFor();
  assert.equal(await box.locator('input[type="hidden"]').inputValue(), 'WJ1');
  await input.setInputFiles({ ...picture, name: 'a.pdf', mimeType: 'application/pdf' });
  await box.getByText('请把 PDF 转成 JPG 图片后上传，每页一张').waitFor();
  await input.setInputFiles({ ...picture, name: 'a.gif', mimeType: 'image/gif' });
  await box.getByText('请选择 JPG、PNG 或 WebP 图片').waitFor();
  await input.setInputFiles({ ...picture, buffer: Buffer.alloc(21 * 1_048_576) });
  await box.getByText('这张图片超过 20 MB').waitFor();
});

test('a masked value is shown after a reason, and can be masked again', { skip }, async () => {
  opened.answers['/styleguide/reveal'] = { status: 200, body: { value: '330108199001010024' } };
  const { page } = await opened.visit('/styleguide/review');
  await page.clock.install();
  await page.getByRole('link', { name: '查看身份证号' }).click();
  await page.getByPlaceholder('例：与来电客户核对').fill('与来电客户核对');
  await page.getByRole('button', { name: '查看', exact: true }).click();
  await page.getByText('330108199001010024').waitFor();
  assert.equal(opened.sent[0]?.body['reason'], '与来电客户核对');
  await page.clock.runFor(61_000);
  await page.getByText('330************024').waitFor();
});

test('a reviewer sees closely with keys alone, and decides with one', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/review');
  const image = page.locator('[data-stage] img');
  const drawn = () => image.evaluate((each) => each.style.transform);
  await page.keyboard.press('+');
  await page.keyboard.press(']');
  assert.match(await drawn(), /rotate\(90deg\) scale\(1\.25\)/);
  await page.keyboard.press('0');
  assert.match(await drawn(), /rotate\(0deg\) scale\(1\)/);
  await page.getByRole('link', { name: '负责人身份证' }).click();
  assert.match((await image.getAttribute('src')) ?? '', /sample-id\.svg$/);
  await page.locator('#note').press('r');
  assert.equal(await page.locator('#note').inputValue(), 'r');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.locator('#confirm[open]').waitFor();
  await page.getByRole('button', { name: '退回', exact: true }).click();
  await page.waitForURL('**/styleguide/step');
  assert.equal(opened.sent[0]?.body['decision'], 'return');
});

test('a list is walked with j and k, the search is one key away, ? tells the keys', {
  skip,
}, async () => {
  const { page } = await opened.visit('/styleguide/list');
  const here = () =>
    page.evaluate<string>(
      'document.activeElement.closest("tr")?.textContent ?? document.activeElement.name',
    );
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.match(await here(), /BA20261122016/);
  await page.keyboard.press('k');
  assert.match(await here(), /BA20261122017/);
  await page.keyboard.press('/');
  assert.equal(await here(), 'q');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: '快捷键' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
});

test('all rows are ticked at once, and their number is told', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/list');
  await page.getByLabel('全选本页').check();
  assert.equal(await page.locator('[data-picked]').textContent(), '6');
  await page.getByLabel('选择此行').first().uncheck();
  assert.equal(await page.locator('[data-picked]').textContent(), '5');
});

test('a part that is under way renews itself until it is done', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/console');
  const done = '<section id="import"><p>导入完成，共 10,000 张</p></section>';
  await page.route('**/styleguide/console', (route) =>
    route.fulfill({ contentType: 'text/html', body: done }),
  );
  await page.getByText('导入完成，共 10,000 张').waitFor();
});

test('what is copied is said aloud', { skip }, async () => {
  const { page } = await opened.visit('/styleguide', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.locator('[data-copy="QX7K-9M2P-TT4H"]').click();
  await page.getByText('已复制').waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), 'QX7K-9M2P-TT4H');
});

test('a page on paper has words and lines, and no furniture', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/list', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.bar', '.side', '.filters', '.pager']) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  assert.equal(await page.locator('table').isVisible(), true);
  const colour = await page.evaluate(
    'getComputedStyle(document.querySelector("tbody th a")).color',
  );
  assert.equal(colour, 'rgb(0, 0, 0)');
});

test('the scripts that a page needs no part of are not fetched', { skip }, async () => {
  const fetched: string[] = [];
  const { page } = await opened.visit('/styleguide/sign-in');
  page.on('request', (request) => fetched.push(request.url()));
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.ok(fetched.some((url) => url.endsWith('/js/once.js')));
  assert.ok(!fetched.some((url) => /autosave|viewer|upload/.test(url)), fetched.join(' '));
  assert.match(readFileSync(join(root, 'public/js/app.js'), 'utf8'), /import\(/);
});
