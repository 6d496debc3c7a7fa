import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, windowOf } from './look.ts';
import { pass, press } from './steps.ts';

const app = await start();
const { personOf, pictured, upload } = await import('../filings/pages/stage.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { filingNow } = await import('../factories.ts');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const browser = await launchChromium();
after(() => browser.close());

test('a reviewer takes a filing, walks its lines, sends one back with a reason, and goes on, by keys alone', async () => {
  const { filing_no } = await pictured(customer, 'provider_review');
  const { page, open, calm } = await windowOf(browser, reviewer);
  await open('/review');
  await page.keyboard.press('n');
  await page.waitForURL(`**/review/${filing_no}`);
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
  await page.keyboard.press('c');
  await page.locator('[data-countdown]').waitFor();
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
  const here = () => page.evaluate<string>('document.activeElement.value');
  const rows = await page.locator('.check-line').count();
  for (let row = 0; row < rows; row++) {
    await page.keyboard.press('j');
    if ((await here()) === 'entity.mailing_address') break;
  }
  assert.equal(await here(), 'entity.mailing_address');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('input[value="entity.mailing_address"]').isChecked(), true);
  await page.keyboard.press('x');
  const words = page.locator('[id="words:entity.mailing_address"]');
  await words.waitFor();
  await page.locator('[id="reason:entity.mailing_address"]').selectOption({ index: 1 });
  assert.notEqual(await words.inputValue(), '');
  await page.locator('[data-marked]', { hasText: '1 处' }).waitFor();
  await page.locator('[id="reason:entity.mailing_address"]').selectOption({ index: 2 });
  await words.fill('请写到门牌号');
  await words.press('Enter');
  assert.equal((await filingNow(filing_no)).status, 'provider_review', 'Enter sends nothing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.locator('dialog[open] button[value=yes]').click();
  await page.getByText('已退回，标出 1 处').waitFor();
  assert.equal((await filingNow(filing_no)).status, 'needs_fix');
  calm();
});

test('a leads to the first line without a tick; with all ticked it asks once, and the second press passes', async () => {
  const { filing_no } = await pictured(customer, 'provider_review');
  const { page, open, calm } = await windowOf(browser, reviewer);
  await open(`/review/${filing_no}`);
  await press(page, '认领并审核 c');
  const boxes = await page.locator('input[name=ok]').count();
  const first = await page.locator('input[name=ok]').first().inputValue();
  await page.keyboard.press('a');
  const told = page.locator('[role=alert]', { hasText: `还有 ${boxes} 项没有核对` });
  await told.nth(1).waitFor();
  await keep(page, 'review-unticked');
  assert.equal(await told.count(), 2, 'at the line and at the button');
  assert.equal(await page.locator('.check-line').first().locator('[role=alert]').count(), 1);
  assert.equal(await page.evaluate<string>('document.activeElement.value'), first);
  for (let box = 0; box < boxes; box++) {
    await page.keyboard.press('Space');
    if (box < boxes - 1) await page.keyboard.press('j');
  }
  const asks = page.getByText('全部已核对，确认通过？');
  await page.keyboard.press('a');
  await asks.waitFor();
  await keep(page, 'review-sure');
  await page.keyboard.press('k');
  await page.keyboard.press('Space');
  await asks.waitFor({ state: 'hidden' });
  await page.keyboard.press('Space');
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  assert.equal((await filingNow(filing_no)).status, 'provider_review', 'a double press is one');
  await page.waitForTimeout(500);
  await page.keyboard.press('Enter');
  await page.getByText('已通过').waitFor();
  assert.notEqual((await filingNow(filing_no)).status, 'provider_review');
  calm();
});

test('with the mouse: a return without a mark is refused before it is asked about; passing has a button of its own', async () => {
  const { filing_no } = await pictured(customer, 'provider_review');
  const { page, open, calm } = await windowOf(browser, reviewer);
  await open(`/review/${filing_no}`);
  await press(page, '认领并审核 c');
  await page.locator('button[value=return]').click();
  await page.locator('[data-said]', { hasText: '至少标出一处' }).waitFor();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await keep(page, 'review-nothing-marked');
  const whole = page.locator('.send-back', { hasText: '不属于某一项' });
  await whole.locator('summary').click();
  await whole.locator('select').selectOption('own');
  await page.locator('button[value=return]', { hasText: '1 处' }).click();
  await page.locator('[data-said]', { hasText: '请写明要怎么改' }).waitFor();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await whole.locator('select').selectOption('');
  await pass(page, `${app.url}/review/${filing_no}`);
  calm();
});

test('ticks outlive a reload, and are not those of another filing', async () => {
  const { filing_no } = await pictured(customer, 'provider_review');
  const other = await pictured(customer, 'provider_review');
  const { page, open, calm } = await windowOf(browser, reviewer);
  const name = page.locator('input[value="entity.name"]');
  const point = page.locator('input[name=seen]').first();
  await open(`/review/${filing_no}`);
  await press(page, '认领并审核 c');
  await name.check();
  await point.check();
  await open(`/review/${filing_no}`);
  assert.deepEqual([await name.isChecked(), await point.isChecked()], [true, true]);
  assert.equal(await page.locator('input[name=ok]:checked').count(), 1);
  await name.uncheck();
  await open(`/review/${filing_no}`);
  assert.equal(await page.locator('input[name=ok]:checked').count(), 0);
  await name.check();
  await open(`/review/${other.filing_no}`);
  await press(page, '认领并审核 c');
  assert.equal(await page.locator('input[name=ok]:checked').count(), 0);
  calm();
});

test('every picture can be chosen, none cut off, on a phone as on a screen', async () => {
  const { filing_no } = await pictured(customer, 'provider_review');
  for (const look of [{ width: 1280 }, { width: 360 }, { width: 360, dark: true }]) {
    const { page, open } = await windowOf(browser, reviewer, look);
    await open(`/review/${filing_no}`);
    await keep(page, `review-claim-${look.width}${look.dark ? '-dark' : ''}`);
    if ((await page.locator('button', { hasText: '认领并审核' }).count()) > 0)
      await press(page, '认领并审核 c');
    await keep(page, `review-${look.width}${look.dark ? '-dark' : ''}`);
    assert.deepEqual(await faultsOf(page), []);
    const cut = await page
      .locator('.viewer-picks')
      .evaluate((picks) => picks.scrollWidth > picks.clientWidth);
    assert.equal(cut, false);
  }
});

test('the picture follows the line one is at', async () => {
  const { filing_no } = await pictured(customer);
  await upload(customer, filing_no, 'entity_licence');
  await submitFiling(personOf(customer), filing_no);
  const { page, open, calm } = await windowOf(browser, reviewer);
  await open(`/review/${filing_no}`);
  await press(page, '认领并审核 c');
  const shown = () => page.locator('[data-picture-pick][aria-current]').textContent();
  await page.locator('input[value="services.0.domains.0"]').focus();
  assert.notEqual(await shown(), '主办单位证件');
  await page.locator('input[value="entity.name"]').focus();
  assert.equal(await shown(), '主办单位证件');
  calm();
});

test('? tells the keys of the review', async () => {
  const { page, open } = await windowOf(browser, reviewer);
  await open('/review');
  await page.keyboard.press('?');
  for (const words of ['认领、下一份', '勾选一致', '退回当前这一项', '通过、退回'])
    await page.locator('dialog[open]').getByText(words).waitFor();
});
