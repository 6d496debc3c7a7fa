import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aBureau, aSite, csvOf, rowOf, upload } from '../filings/transfer/tables.ts';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
await aBureau(app);
const { sweepTransfers } = await import('../../src/filings/transfer/jobs.ts');
const { fromNow, MINUTE } = await import('../../src/platform/clock.ts');
const operator = await app.signedIn('administrator');
const browser = await launchChromium();
after(() => browser.close());

const sites = Array.from({ length: 12 }, (_, n) =>
  aSite(
    n,
    n === 2 ? { 域名: 'http:/坏', 证件号码: '9.13301E+17', 客户邮箱: 'nobody@example.com' } : {},
  ),
);

async function anImport(...steps: string[]): Promise<string> {
  const { transfer_no } = await upload(operator, csvOf(sites), '旧系统导出的备案-2026.csv');
  for (const step of steps) {
    await operator.post(`/transfers/${transfer_no}/${step}`);
    await sweepTransfers();
  }
  return `/transfers/${transfer_no}`;
}

/** An import in the middle of its work, which nobody is doing here. */
async function aRunning(): Promise<string> {
  const place = await anImport('checking');
  await operator.post(`${place}/importing`);
  const { id } = await rowOf(app, place.slice('/transfers/'.length));
  const standing = { total_rows: 8214, done_rows: 3120, bad_rows: 14, started_row: 0 };
  const at = { started_at: fromNow(-MINUTE), due_at: fromNow(10 * MINUTE) };
  await app
    .db('transfers')
    .where({ id })
    .update({ ...standing, ...at });
  return place;
}

async function anExport(): Promise<string> {
  const form = { columns: ['entity_name', 'domains', 'ips'] };
  const answer = await operator.post('/transfers/exports/registry', form);
  await sweepTransfers();
  return answer.headers.get('location') ?? '';
}

const PAGES = {
  mapping: await anImport(),
  checked: await anImport('checking'),
  imported: await anImport('checking', 'importing'),
  running: await aRunning(),
  'export-new': '/transfers/exports/filings?status=approved',
  export: await anExport(),
  list: '/transfers',
  'all-filings': '/all-filings',
};
const LOOKS = { desktop: {}, night: { dark: true }, phone: { width: 360 } };

for (const [look, screen] of looksNow(LOOKS)) {
  test(`in ${look} no page of imports and exports breaks its policy, its bounds or a rule of access`, async () => {
    const window = await windowOf(browser, operator, screen);
    for (const [name, path] of Object.entries(PAGES)) {
      await window.open(path);
      await keep(window.page, `${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} in ${look}`);
      window.calm();
    }
  });
}

test('a table is chosen, tried, and imported with a click each', async () => {
  const { page, open, calm } = await windowOf(browser, operator);
  await open('/transfers');
  const buffer = csvOf([aSite(100), aSite(101)]);
  await page.locator('#file').setInputFiles({ name: '两个站.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: '上传并核对' }).click();
  await page.getByRole('button', { name: '开始试运行' }).click();
  await page.getByText('试运行：逐行检查').waitFor();
  await sweepTransfers();
  await page.getByRole('button', { name: '正式导入 2 行' }).click();
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('正在导入').waitFor();
  await sweepTransfers();
  await page.getByText('2 行中导入 2 行').waitFor();
  calm();
});
