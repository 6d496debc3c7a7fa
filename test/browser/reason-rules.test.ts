import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const { aFiling, aForm, aPerson } = await import('../factories.ts');
const { addResult } = await import('../../src/bureau/results.ts');
const { applyResults } = await import('../../src/filings/steps/apply-result.ts');
const reviewer = await app.signedIn('reviewer');
const customer = await aPerson();

async function refused(words: string): Promise<string> {
  const { filing_no } = await aFiling({ customer, status: 'bureau_review', form: aForm() });
  const body = { kind: 'review', passed: false, reviewer: null, operation: '1' } as const;
  await addResult(app.db, 1, filing_no, { ...body, words });
  await applyResults();
  return filing_no;
}
await refused('域名未实名认证；电话空号');
await refused('请核实月球基地备案材料');
const filing_no = await refused('域名未实名认证；请核实月球基地备案材料与主体的关系');
const browser = await launchChromium();
after(() => browser.close());

const PAGES = {
  list: '/reason-rules',
  rule: '/reason-rules/domain_unverified',
  code: '/reason-rules/1010',
  new: `/reason-rules/new?filing=${filing_no}&at=0`,
  sentences: '/reason-rules/sentences',
  statistics: '/reason-rules/statistics',
  review: `/review/${filing_no}`,
};
const LOOKS = { desktop: {}, 'phone at night': { width: 360, dark: true } };

for (const [name, look] of looksNow(LOOKS)) {
  test(`pages about what bureaus say stand well on a ${name}`, async () => {
    const { page, calm, open } = await windowOf(browser, reviewer, look);
    for (const [which, path] of Object.entries(PAGES)) {
      await open(path);
      await keep(page, `rules-${which}-${name.replaceAll(' ', '-')}`);
      assert.deepEqual(await faultsOf(page), [], which);
    }
    await open(PAGES.new);
    await page.locator('button[value=try]').click();
    await page.locator('#tried').waitFor();
    await keep(page, `rules-tried-${name.replaceAll(' ', '-')}`);
    assert.deepEqual(await faultsOf(page), [], 'tried');
    calm();
  });
}
