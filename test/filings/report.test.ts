import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

// No Redis at all in this file: what is owed is found in the rows alone.
process.env['TEST_REDIS_URL'] = 'redis://127.0.0.1:1';
const app = await start();
const { aFiling, aForm, aPerson, filingNow, withPictures } = await import('../factories.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { importBureau } = await import('../../src/bureau/index.ts');
const { reportFiling, retryReport, sweepReports } = await import(
  '../../src/filings/steps/report-filing.ts'
);
const { Decision, reviewFiling } = await import('../../src/filings/steps/review-filing.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { attachmentsOf } = await import('../../src/filings/wire/attachments.ts');
const { initialFiling } = await import('../../src/filings/wire/initial.ts');
const { filingPage } = await import('../../src/filings/pages/filing-page.ts');
const { HOUR, shiftClock } = await import('../../src/platform/clock.ts');
const { oldestOwedWork } = await import('../../src/platform/owed.ts');
const customer = await aPerson();
const reviewer = await aPerson('reviewer');
const records = (subject: string) => app.db('bureau_records').where({ subject });

async function passed() {
  const row = await aFiling({ customer, form: await withPictures(aForm(), customer) });
  const submitted = await submitFiling(customer, row.filing_no);
  assert.ok(submitted.submitted, JSON.stringify(submitted));
  const { version } = await filingNow(row.filing_no);
  const decision = Decision.parse({ version, decision: 'pass' });
  await reviewFiling(reviewer, row.filing_no, decision);
  return filingNow(row.filing_no);
}

test('without a bureau a passed filing waits, says so, and goes when there is one', async () => {
  const { filing_no } = await passed();
  await sweepReports();
  const waiting = await filingNow(filing_no);
  assert.equal(waiting.status, 'ready_to_report');
  const page = await filingPage(customer, filing_no);
  assert.match(page.standing.held ?? '', /还没有配置/);
  await importBureau(
    app.db,
    {
      ...{ name: 'zj', province_code: '330000', isp_id: 1001, user_name: 'u', password: 'p' },
      ...{ encrypt: 0, upload_wsdl: 'http://127.0.0.1:9/upload?wsdl' },
    },
    SYSTEM,
  );
  await sweepReports();
  assert.equal((await filingNow(filing_no)).status, 'ready_to_report');
  await retryReport(reviewer, filing_no);
  await sweepReports();
  const gone = await filingNow(filing_no);
  assert.deepEqual([gone.status, gone.held_reason], ['reporting', null]);
  assert.deepEqual(
    (await records(filing_no)).map(({ record_no }) => record_no),
    [gone.record_no],
  );
});

test('the sweep reports a filing whose job was lost, and one report at once of eight queues it once', async () => {
  const form = await withPictures(aForm(), customer);
  const { filing_no } = await aFiling({ customer, form, status: 'ready_to_report' });
  assert.ok(await oldestOwedWork(app.db));
  await Promise.all(Array.from({ length: 8 }, () => reportFiling(filing_no)));
  await sweepReports();
  assert.equal((await filingNow(filing_no)).status, 'reporting');
  assert.equal((await records(filing_no)).length, 1);
  const reported = await app
    .db('notifications')
    .where({ event: 'filing.reported', link: `/filings/${filing_no}` });
  assert.equal(reported.length, 1);
});

test('a filing whose pictures cannot be had waits longer each time, and somebody is told', async () => {
  const manager = await aPerson('administrator');
  const { log } = await import('../../src/platform/log.ts');
  log.silent = true;
  const row = await aFiling({ customer, status: 'ready_to_report' });
  for (let hour = 0; hour < 5; hour++) {
    shiftClock(hour * HOUR);
    await sweepReports();
  }
  shiftClock(0);
  log.silent = false;
  const stuck = await filingNow(row.filing_no);
  assert.deepEqual([stuck.status, stuck.tries], ['ready_to_report', 5]);
  const alarms = await app
    .db('notifications')
    .where({ user_id: manager.id, event: 'bureau.alarm' });
  assert.equal(alarms.length, 1);
});

test('pictures go out within their limits, each as what it is and for whom', async () => {
  const form = await withPictures(aForm(), customer);
  const filing = await initialFiling(form);
  const uses = attachmentsOf(form).map(({ use, owner }) => `${use} ${JSON.stringify(owner)}`);
  assert.deepEqual(uses.sort(), [
    'entity_certificate "entity"',
    'entity_leader_id "entity"',
    'entity_leader_id "entity"',
    'other {"service":0}',
    'service_leader_id {"service":0}',
    'service_leader_id {"service":0}',
    'service_leader_photo {"service":0}',
    'verification_form {"service":0}',
  ]);
  for (const { use, jpeg } of filing.attachments ?? [])
    assert.ok(jpeg.length <= (use === 'verification_form' ? 150 : 100) * 1024);
  assert.equal(filing.services[0]?.leader.mobile, form.entity.leader.mobile);
});

test("an individual's card is his entity's and his website's leader's card", async () => {
  const form = await withPictures(aForm('individual'), customer);
  const uses = new Set(attachmentsOf(form).map(({ use }) => use));
  for (const use of ['entity_certificate', 'entity_leader_id', 'service_leader_id'] as const)
    assert.ok(uses.has(use), use);
  const { filing_no } = await aFiling({ customer, form, status: 'ready_to_report' });
  await reportFiling(filing_no);
  assert.equal((await filingNow(filing_no)).status, 'reporting');
});
