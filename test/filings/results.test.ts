import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow } = await import('../factories.ts');
const { addResult } = await import('../../src/bureau/results.ts');
const { pendingResults } = await import('../../src/bureau/index.ts');
const { endedWords } = await import('../../src/filings/ended-words.ts');
const { applyResult, applyResults } = await import('../../src/filings/steps/apply-result.ts');
const { smsDone, sweepSms } = await import('../../src/filings/steps/bureau-steps.ts');
const { filingPage } = await import('../../src/filings/pages/filing-page.ts');
const { resendFiling } = await import('../../src/filings/steps/report-filing.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { HOUR, shiftClock } = await import('../../src/platform/clock.ts');
type ResultBody = Parameters<typeof addResult>[3];
const customer = await aPerson();

const accepted: ResultBody = { kind: 'accepted', sequence: 7 };
const passed: ResultBody = {
  kind: 'review',
  passed: true,
  reviewer: '王',
  words: null,
  operation: '1',
};
const published = (domain: string): ResultBody => ({
  kind: 'published',
  entity: { bureau_entity_id: '9001', icp_number: '浙ICP备20260001号' },
  services: [
    {
      index: 0,
      bureau_service_id: '9002',
      icp_number: '浙ICP备20260001号-1',
      name: '青禾网络官网',
      domains: [{ domain, bureau_domain_id: '9003' }],
      accesses: [{ bureau_access_id: '9004', provider_id: '1' }],
    },
  ],
});
const refused = (...codes: [string, string][]): ResultBody => ({
  kind: 'data_result',
  refused: true,
  codes: codes.map(([code, text]) => ({ code, text })),
  operation: '1',
});
const told = async (filing_no: string) =>
  (await app.db('notifications').where('link', 'like', `/filings/${filing_no}`)).map(
    ({ event }) => event,
  );
async function says(filing_no: string, ...bodies: ResultBody[]) {
  for (const body of bodies) await addResult(app.db, 1, filing_no, body);
  await applyResults();
  return filingNow(filing_no);
}

test('a filing is taken, verified, reviewed and published; the customer is told of each', async () => {
  const form = aForm();
  const domain = form.services[0]?.domains[0] ?? '';
  const { filing_no } = await aFiling({ customer, form, status: 'reporting' });
  const sms = await says(filing_no, accepted);
  assert.equal(sms.status, 'sms_pending');
  const left = (sms.sms_due_at?.getTime() ?? 0) - Date.now();
  assert.ok(left > 23 * HOUR && left <= 24 * HOUR);
  assert.equal((await says(filing_no, passed)).status, 'bureau_review');
  const row = await says(filing_no, published(domain));
  assert.deepEqual([row.status, row.entity_icp_number], ['approved', '浙ICP备20260001号']);
  const page = await filingPage(customer, filing_no);
  assert.equal(page.numbers?.services[0]?.bureau_service_id, '9002');
  assert.deepEqual(page.domains, [{ domain, icp_number: '浙ICP备20260001号-1' }]);
  assert.deepEqual(
    (await told(filing_no)).filter((event) => event !== 'filing.submitted'),
    ['filing.sms_pending', 'filing.approved'],
  );
});

test('results that come out of order, or of which one is lost, still lead to the number', async () => {
  const { filing_no } = await aFiling({ customer, status: 'reporting' });
  const row = await says(filing_no, published('x.com'));
  assert.equal(row.status, 'approved');
  const events = async () => (await filingPage(customer, filing_no)).timeline.length;
  const before = await events();
  const after = await says(filing_no, accepted, published('x.com'));
  assert.deepEqual([after.status, after.version], ['approved', row.version]);
  assert.equal(await events(), before);
});

test('a result applied eight times at once, and again later, changes its filing once', async () => {
  const { filing_no } = await aFiling({ customer, status: 'reporting' });
  await addResult(app.db, 1, filing_no, accepted);
  const [result] = await pendingResults(app.db, 10);
  assert.ok(result);
  const done = await Promise.all(Array.from({ length: 8 }, () => applyResult(result)));
  assert.equal(done.filter(Boolean).length, 1);
  assert.equal(await applyResult(result), false);
  assert.equal((await told(filing_no)).filter((event) => event === 'filing.sms_pending').length, 1);
  const steps = (await filingPage(customer, filing_no)).timeline;
  assert.equal(steps.filter(({ event }) => event === 'accepted').length, 1);
});

test('a refusal with several codes becomes marks; the mended filing goes to review again', async () => {
  const { filing_no } = await aFiling({ customer, status: 'bureau_review' });
  const row = await says(filing_no, refused(['1010', '无效办公电话'], ['1015', '无效身份证号码']));
  assert.equal(row.status, 'bureau_rejected');
  const page = await filingPage(customer, filing_no);
  assert.deepEqual([...new Set(page.marks.map(({ code }) => code))].sort(), ['1010', '1015']);
  assert.ok(page.marks.every(({ message }) => message !== ''));
  const more = await says(filing_no, { ...passed, passed: false, words: '网站名称不符合要求' });
  assert.equal(more.status, 'bureau_rejected');
  assert.ok((await filingPage(customer, filing_no)).marks.length > page.marks.length);
  const saved = await saveDraft(filing_no, customer, {
    version: row.version,
    changes: { 'services.0.name': '青禾网络产品中心' },
  });
  const submitted = await submitFiling(customer, filing_no, { version: saved.version });
  assert.ok(submitted.submitted, JSON.stringify(submitted));
});

test('what the customer typed is never in the clear beside a refusal', async () => {
  const { id, filing_no } = await aFiling({ customer, status: 'sms_pending' });
  await says(filing_no, refused(['1011', '无效手机号码,错误数据:<13812345678>']));
  const rows = JSON.stringify([
    await app.db('filings').where({ id }),
    await app.db('filing_events').where({ filing_id: id }),
    await app.db('audit_entries').where({ subject: `filing:${filing_no}` }),
  ]);
  assert.ok(!rows.includes('13812345678'));
});

test('an operator sends a refused filing once more as it is', async () => {
  const operator = await aPerson('reviewer');
  const { filing_no } = await aFiling({ customer, status: 'bureau_rejected' });
  await resendFiling(operator, filing_no);
  const row = await filingNow(filing_no);
  assert.equal(row.status, 'ready_to_report');
  assert.ok(row.next_try_at);
});

test('a late refusal of an earlier report leaves the one under way alone, and is seen', async () => {
  const manager = await aPerson('administrator');
  const { id, filing_no } = await aFiling({ customer, status: 'reporting' });
  await app.db('filings').where({ id }).update({ record_no: 'BR-SECOND' });
  const words = { ...passed, passed: false, words: '网站名称不符合要求' };
  for (const late of [accepted, passed, refused(['1010', '无效办公电话']), words])
    await addResult(app.db, 1, filing_no, late, 'BR-FIRST');
  await applyResults();
  const row = await filingNow(filing_no);
  assert.deepEqual([row.status, row.marks_sealed], ['reporting', null]);
  const events = (await filingPage(customer, filing_no)).timeline;
  const told = events.filter(({ event }) => event === 'aside').map((event) => event.words);
  assert.equal(told.length, 2);
  assert.match(told[0] ?? '', /较早一次上报.*1010/);
  const alarms = await app
    .db('notifications')
    .where({ user_id: manager.id, event: 'bureau.alarm' });
  assert.equal(alarms.length, 2);
  await addResult(app.db, 1, filing_no, refused(['1010', '无效办公电话']), 'BR-SECOND');
  await applyResults();
  assert.equal((await filingNow(filing_no)).status, 'bureau_rejected');
});

test('why a filing waits is told in plain words, once each, and forgotten when it goes on', async () => {
  const { id, filing_no } = await aFiling({ customer, status: 'reporting' });
  const held: ResultBody = {
    kind: 'held',
    reason: '管局接口维护中',
    until: '2030-01-01T08:00:00Z',
  };
  await says(filing_no, held, held);
  assert.match(
    (await filingPage(customer, filing_no)).standing.held ?? '',
    /管局接口维护中.*2030-01-01 16:00/,
  );
  assert.equal((await app.db('filing_events').where({ filing_id: id, event: 'held' })).length, 1);
  assert.equal((await says(filing_no, accepted)).held_reason, null);
});

test('a verification that ends soon is reminded of once; one that ended unrefused counts as done', async () => {
  const { filing_no } = await aFiling({ customer, status: 'reporting' });
  await says(filing_no, accepted);
  const reminders = async () =>
    (await told(filing_no)).filter((event) => event === 'filing.sms_expiring').length;
  await sweepSms();
  assert.equal(await reminders(), 0);
  shiftClock(21 * HOUR);
  await Promise.all([sweepSms(), sweepSms()]);
  assert.equal(await reminders(), 1);
  shiftClock(25 * HOUR);
  await sweepSms();
  assert.equal((await filingNow(filing_no)).status, 'sms_pending');
  shiftClock(27 * HOUR);
  await sweepSms();
  assert.equal((await filingNow(filing_no)).status, 'bureau_review');
  shiftClock(0);
  assert.equal(
    (await says(filing_no, refused(['1002', '短信核验超时']))).status,
    'bureau_rejected',
  );
});

test('the customer says that the verification is done', async () => {
  const { filing_no } = await aFiling({ customer, status: 'sms_pending' });
  await smsDone(customer, filing_no);
  assert.equal((await filingNow(filing_no)).status, 'bureau_review');
  await assert.rejects(smsDone(customer, filing_no), { code: 'conflict' });
});

test('a number for a filing that is not at the bureau changes no status but is seen by an operator', async () => {
  const manager = await aPerson('administrator');
  const { filing_no } = await aFiling({ customer, status: 'withdrawn' });
  const row = await says(filing_no, published('x.com'));
  assert.deepEqual([row.status, row.entity_icp_number], ['withdrawn', '浙ICP备20260001号']);
  const alarms = await app
    .db('notifications')
    .where({ user_id: manager.id, event: 'bureau.alarm' });
  assert.equal(alarms.length, 1);
});

test('a result of no filing of ours is settled and stops nothing', async () => {
  const { filing_no } = await aFiling({ customer, status: 'reporting' });
  await addResult(app.db, 1, 'BANONE', accepted);
  assert.equal((await says(filing_no, accepted)).status, 'sms_pending');
  assert.deepEqual(await pendingResults(app.db, 10), []);
});

test('a filing that a bureau takes away says so in its timeline, whatever became of it since', async () => {
  const { filing_no } = await aFiling({ customer, status: 'approved' });
  const gone = { kind: 'cancelled', what: 'service', bureau_id: '9002', is_asked: false } as const;
  const row = await says(filing_no, { ...gone, remark: '网站长期无法访问' });
  assert.equal(row.status, 'approved');
  const events = await app.db('filing_events').where({ filing_id: row.id });
  assert.match(events.map(({ words }) => words).join(), /管局注销了这份备案的网站备案/);
  // A bureau's free text may name people: it is kept sealed.
  assert.doesNotMatch(JSON.stringify(events), /网站长期/);
  assert.match(endedWords(row) ?? '', /：网站长期无法访问$/);
});
