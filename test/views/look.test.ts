import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, skip } from './browser.ts';
import { pages, root } from './stage.ts';

const SCREENS: Record<string, BrowserContextOptions> = {
  desk: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 360, height: 760 }, hasTouch: true, isMobile: true },
};
const tools = ['node_modules/axe-core/axe.min.js', 'test/views/in-page.js']
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

let opened: Awaited<ReturnType<typeof openBrowser>>;
before(async () => {
  if (!skip) opened = await openBrowser();
});
after(() => opened?.close());

for (const [screen, options] of Object.entries(SCREENS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`on a ${colorScheme} ${screen} no page breaks its policy, its bounds, a rule of access or the size of a finger`, {
      skip,
    }, async () => {
      for (const name of pages) {
        const { page, complaints } = await opened.visit(`/styleguide/${name}`, {
          ...options,
          colorScheme,
        });
        assert.deepEqual(complaints, [], name);
        assert.equal(await ask<number>(page, 'sideways'), 0, `${name} scrolls sideways`);
        assert.deepEqual(await ask<string[]>(page, 'barriers'), [], name);
        if (screen === 'phone')
          assert.deepEqual(
            await ask<string[]>(page, 'smallTargets'),
            [],
            `${name}: too small for a finger`,
          );
        await opened.leave();
      }
    });
  }
}

test('a theme that was chosen is there in the first paint of the next page', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/sign-in', { colorScheme: 'light' });
  await page.getByRole('button', { name: '深色' }).click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  const answer = await page.request.get('/styleguide/step');
  assert.match(await answer.text(), /<html[^>]* data-theme="dark"/);
  await page.getByRole('button', { name: '跟随系统' }).click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'auto');
  assert.match(await (await page.request.get('/styleguide/step')).text(), /data-theme="auto"/);
});

test('the first Tab leads past the frame to the content', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/list');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.id'), 'main');
});

test('a list scrolled sideways on a phone keeps the name of its rows in sight', {
  skip,
}, async () => {
  const { page } = await opened.visit('/styleguide/list', SCREENS['phone']);
  await page.locator('.table-wrap').evaluate((wrap) => wrap.scrollTo(400, 0));
  const edge = await page
    .locator('.table-wrap')
    .evaluate((wrap) => wrap.getBoundingClientRect().left);
  const name = await page
    .locator('tbody th')
    .first()
    .evaluate((cell) => cell.getBoundingClientRect().left);
  assert.ok(Math.abs(name - edge) < 3, `${name} against ${edge}`);
});

test('a message under a field moves nothing', { skip }, async () => {
  const { page } = await opened.visit('/styleguide/step');
  const next = page.locator('[id="entity.leader.id_valid_until"]');
  const message = page.locator('[id="entity.leader.email-message"]');
  const before = await next.boundingBox();
  await message.evaluate((place) => {
    place.textContent = '邮箱格式不正确。';
  });
  assert.deepEqual(await next.boundingBox(), before);
});

/** Asks one of test/views/in-page.js. */
async function ask<T>(page: Page, question: string): Promise<T> {
  await page.evaluate(tools);
  return page.evaluate(`inPage.${question}()`);
}
