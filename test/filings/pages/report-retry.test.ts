import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { page, pictured } = await import('./stage.ts');
const { filingNow } = await import('../../factories.ts');
const { HOUR, now } = await import('../../../src/platform/clock.ts');
const { reportFiling } = await import('../../../src/filings/steps/report-filing.ts');
const customer = await app.signedIn('customer');
const administrator = await app.signedIn('administrator');
const reviewer = await app.signedIn('reviewer');

test('who manages bureaus tries a waiting filing again at once; that is on record', async () => {
  const { filing_no, id } = await pictured(customer, 'ready_to_report');
  await reportFiling(filing_no);
  const next_try_at = new Date(now().getTime() + HOUR);
  await app.db('filings').where({ id }).update({ next_try_at });
  const place = `/review/${filing_no}/report-retry`;
  assert.match(await page(administrator, `/review/${filing_no}`), new RegExp(`action="${place}"`));
  assert.equal((await administrator.post(place)).status, 303);
  const due = (await filingNow(filing_no)).next_try_at;
  assert.ok(due && due < next_try_at);
  const entry = await app.db('audit_entries').where({ action: 'filing.report_retried' }).first();
  assert.equal(entry?.subject, `filing:${filing_no}`);
});

test('nobody else is offered it or may do it, and only a waiting filing is tried', async () => {
  const { filing_no } = await pictured(customer, 'ready_to_report');
  const place = `/review/${filing_no}/report-retry`;
  assert.doesNotMatch(await page(reviewer, `/review/${filing_no}`), /report-retry/);
  for (const other of [reviewer, customer]) assert.equal((await other.post(place)).status, 403);
  await app.db('filings').where({ filing_no }).update({ status: 'reporting' });
  assert.doesNotMatch(await page(administrator, `/review/${filing_no}`), /report-retry/);
  assert.equal((await administrator.post(place)).status, 409);
});
