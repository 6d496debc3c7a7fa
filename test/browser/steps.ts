import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

// What people do on pages, in a real browser.

const picture = (name: string) =>
  fileURLToPath(new URL(`../../seeds/demo/${name}`, import.meta.url));

/** Required places for pictures that are still empty. */
export async function missing(page: Page): Promise<string[]> {
  const boxes = await page.locator('fieldset[data-upload]:has(.field-mark)').all();
  const names: string[] = [];
  for (const box of boxes) {
    const name = await box.getAttribute('id');
    if (name && (await box.locator('[data-pictures] [data-document]').count()) === 0)
      names.push(name);
  }
  return names;
}

export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const fold = page.locator(`details.fold:not([open]):has([id="${name}"]) > summary`);
    if ((await fold.count()) > 0) await fold.click();
    await page.fill(`[id="${name}"]`, value);
    await page.locator(`[id="${name}"]`).blur();
  }
}

export async function press(page: Page, words: string): Promise<void> {
  const button = page.getByRole('button', { name: words, exact: true }).first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
  await ready(page);
}

/** Scripts are modules: the page says when all of them listen. */
export async function ready(page: Page): Promise<void> {
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
}

export async function tick(page: Page, name: string, value: string): Promise<void> {
  await choose(page, `input[name="${name}"][value="${value}"]`);
}

/** Ticks a box by its label, as a person does: the box itself may lie under a bar that sticks to the edge. */
export async function choose(page: Page, selector: string): Promise<void> {
  const box = page.locator(selector).first();
  if (!(await box.isChecked())) {
    await page
      .locator('label')
      .filter({ has: page.locator(selector) })
      .first()
      .click();
  }
  await until(() => box.isChecked(), `the tick at ${selector}`);
}

export async function upload(page: Page, name: string, file: string): Promise<void> {
  const box = page.locator(`fieldset[id="${name}"]`);
  await box.locator('input[type=file]').first().setInputFiles(picture(file));
  await box
    .locator('.field-message[data-level=ok], .field-message[data-level=warn]')
    .filter({ hasText: /./ })
    .waitFor({ timeout: 60_000 });
}

/** Where the sandbox of this name listens on this machine, as the page tells programs. */
export async function addressOf(page: Page, url: string, name: string): Promise<string> {
  let address = '';
  await until(async () => {
    await page.goto(`${url}/setup/connections`);
    const choice = page.locator('#sandboxes .choice', { hasText: name });
    address = /http:\S+/.exec((await choice.textContent()) ?? '')?.[0] ?? '';
    return address !== '';
  }, `the address of ${name}`);
  return address;
}

/** Opens a filing for review and takes it, unless it is taken. */
export async function openReview(page: Page, url: string): Promise<void> {
  await page.goto(url);
  if ((await page.locator('button', { hasText: '认领并审核' }).count()) > 0)
    await press(page, '认领并审核 c');
}

export async function pass(page: Page, url: string): Promise<void> {
  await openReview(page, url);
  const open = page.locator('input[name=ok]:not(:checked)');
  while ((await open.count()) > 0) await open.first().press('Space');
  await page.locator('button[data-hotkey=a]').click();
  const sure = page.getByRole('button', { name: '确认通过', exact: true });
  await sure.waitFor();
  // A quicker second press is taken for a double click.
  await page.waitForTimeout(500);
  await sure.click();
  await page.getByText('已通过').first().waitFor();
}

/** The customer follows "去修改", changes the fields and submits again. */
export async function mend(
  page: Page,
  url: string,
  words: string,
  values: Record<string, string>,
): Promise<void> {
  await page.goto(url);
  await page
    .locator('[data-mark]', { hasText: words })
    .first()
    .getByRole('link', { name: '去修改' })
    .click();
  await fill(page, values);
  await press(page, '保存并继续');
  await page.goto(`${url}/steps/summary`);
  // Asked for while something marked stays as it was.
  const sure = page.getByLabel('我确认无误');
  if (await sure.isVisible()) {
    await sure.check();
    await fill(page, { word_to_reviewer: '其余已经核对，没有问题' });
  }
  await press(page, '提交审核');
  await page.getByText('初审中').first().waitFor();
}

interface BureauState {
  requests: { status: string; item: unknown }[];
}

/** Waits until the bureau has the n-th request of ours; gives our entity number in it. */
export async function atBureau(bureau: string, count: number): Promise<string> {
  let found = '';
  await until(async () => {
    const state: BureauState = JSON.parse(await (await fetch(`${bureau}/_control/state`)).text());
    found =
      /"IspZtid"[^0-9]{0,80}?(\d+)/.exec(JSON.stringify(state.requests.at(-1) ?? ''))?.[1] ?? '';
    return state.requests.length >= count && found !== '';
  }, `request ${count} at the bureau`);
  return found;
}

export async function decide(bureau: string, body: object): Promise<void> {
  const answer = await fetch(`${bureau}/_control/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
}

export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 240; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail(`waited in vain for ${what}`);
}
