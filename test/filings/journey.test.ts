import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startBureau, until } from '../bureau/setup.ts';
import { start } from '../harness.ts';

await start();
const { aForm, aPerson, aPhoto, filingNow } = await import('../factories.ts');
const { exchange } = await import('../../src/bureau/index.ts');
const { importFiling, showFiling } = await import('../../src/filings/api/import-filing.ts');
const { filingPage } = await import('../../src/filings/pages/filing-page.ts');
const { resendFiling, sweepReports } = await import('../../src/filings/steps/report-filing.ts');
const { redis } = await import('../../src/platform/redis.ts');
const bureau = await startBureau();
const customer = await aPerson();
const folder = mkdtempSync(join(tmpdir(), 'beika-journey-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'photo.jpg'), await aPhoto());

/** As if Redis had been flushed; other test files share it. */
async function forgetQueues(): Promise<void> {
  const keys = await redis().keys(`${process.env['QUEUE_PREFIX']}*`);
  if (keys.length > 0) await redis().del(keys);
}

async function reported(): Promise<string> {
  const { materials, request: _request, ending: _ending, ...form } = aForm();
  const slots = Object.keys(materials);
  const pictures = Object.fromEntries(slots.map((slot) => [slot, 'photo.jpg']));
  const file = join(folder, 'filing.json');
  writeFileSync(file, JSON.stringify({ ...form, pictures, reviewed: true }));
  const { filing_no } = await importFiling(file, { customer_id: customer.id });
  await forgetQueues();
  return filing_no;
}
const decided = async (decision: object) => {
  await until(async () =>
    (await bureau.state()).requests.some(({ status }) => status === 'sms_pending'),
  );
  await bureau.control('decision', { all: true, ...decision });
  await exchange(bureau.name);
};

test('a filing goes from a file to its number through a bureau that speaks the official wire', async () => {
  const filing_no = await reported();
  assert.equal((await filingNow(filing_no)).status, 'reporting');
  await exchange(bureau.name);
  assert.equal((await showFiling(filing_no)).status, 'sms_pending');
  assert.deepEqual(await bureau.faultyUploads(), []);
  await decided({ decision: 'approve' });
  const shown = await showFiling(filing_no);
  assert.equal(shown.status, 'approved');
  assert.match(shown.numbers?.entity.icp_number ?? '', /ICP备\d+号$/);
  assert.match(shown.domains[0]?.icp_number ?? '', /ICP备\d+号-1$/);
});

test('a filing that an officer refuses comes back with marks, and is sent once more', async () => {
  const filing_no = await reported();
  await exchange(bureau.name);
  await decided({ decision: 'refuse', words: '网站名称不符合要求' });
  assert.equal((await showFiling(filing_no)).status, 'bureau_rejected');
  const { marks } = await filingPage(customer, filing_no);
  assert.ok(marks.length > 0, JSON.stringify(marks));
  await resendFiling(await aPerson('reviewer'), filing_no);
  await sweepReports();
  assert.equal((await filingNow(filing_no)).status, 'reporting');
  await exchange(bureau.name);
  assert.equal((await showFiling(filing_no)).status, 'sms_pending');
  assert.deepEqual(await bureau.faultyUploads(), []);
});
