import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow } = await import('../factories.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { withdrawFiling } = await import('../../src/filings/steps/withdraw-filing.ts');
const { filingPage, filingsPage } = await import('../../src/filings/pages/filing-page.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const customer = await aPerson();
const eight = <T>(work: () => Promise<T>) =>
  Promise.allSettled(Array.from({ length: 8 }, () => work()));

test('a filing that passes every rule goes to review, and everybody concerned is told', async () => {
  const reviewer = await aPerson('reviewer');
  const row = await aFiling({ customer });
  const submitted = await submitFiling(customer, row.filing_no, { version: row.version });
  assert.ok(submitted.submitted);
  assert.ok(submitted.review_due_at > new Date());
  const page = await filingPage(customer, row.filing_no);
  assert.equal(page.status, 'provider_review');
  assert.deepEqual(
    page.timeline.map(({ event }) => event),
    ['created', 'submitted'],
  );
  const told = await app.db('notifications').where('link', 'like', `%${row.filing_no}`);
  assert.deepEqual(
    told.map(({ user_id, event }) => [user_id, event]).sort(),
    [
      [customer.id, 'filing.submitted'],
      [reviewer.id, 'review.waiting'],
    ].sort(),
  );
});

test('the pace that a customer is promised is the one in the settings', async () => {
  const { listMessages, shownMessage } = await import('../../src/notify/messages.ts');
  const { paceSetting } = await import('../../src/filings/settings.ts');
  const { writeSetting } = await import('../../src/platform/settings.ts');
  await writeSetting(app.db, paceSetting, { review_days: 7 });
  const { filing_no } = await aFiling({ customer });
  await submitFiling(customer, filing_no);
  const { messages } = await listMessages(app.db, customer.id, { unread: true, before: null });
  const [newest] = messages.map(shownMessage);
  assert.equal(newest?.link, `/filings/${filing_no}`);
  assert.match(newest?.text ?? '', /7 个工作日/);
});

test('a filing that breaks a rule stays a draft, and is told where', async () => {
  const form = aForm();
  form.entity.id_number = '123';
  form.consents.truth = false;
  const row = await aFiling({ customer, form });
  const submitted = await submitFiling(customer, row.filing_no);
  assert.equal(submitted.submitted, false);
  const paths = submitted.findings.map(({ path }) => path);
  assert.ok(paths.includes('entity.id_number') && paths.includes('consents.truth'));
  assert.equal((await filingNow(row.filing_no)).status, 'draft');
});

test('submitting eight times at once submits once', async () => {
  const row = await aFiling({ customer });
  const results = await eight(() => submitFiling(customer, row.filing_no));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const result of results)
    if (result.status === 'rejected') assert.equal(result.reason.code, 'conflict');
  assert.equal((await app.db('filing_versions').where({ filing_id: row.id })).length, 1);
});

test('one entity has one filing under way: the second of eight customers is told at the number', async () => {
  const form = aForm();
  const drafts = [];
  for (let i = 0; i < 8; i++) {
    const own = aForm('unit', `entity-race-${i}.com`);
    own.entity.id_number = form.entity.id_number;
    drafts.push(await aFiling({ customer: await aPerson(), form: own }));
  }
  const results = await Promise.all(
    drafts.map(({ customer_id, filing_no }) =>
      submitFiling({ id: customer_id, actor: customer.actor }, filing_no),
    ),
  );
  assert.equal(results.filter(({ submitted }) => submitted).length, 1);
  const refused = results.filter(({ submitted }) => !submitted);
  assert.ok(refused.every(({ findings }) => findings[0]?.path === 'entity.id_number'));
});

test('one domain is in one filing under way, however it is spelled', async () => {
  const name = `同名${Date.now()}`;
  const ascii = new URL(`http://${name}.com`).hostname.toUpperCase();
  const first = await aFiling({ customer, form: aForm('unit', `${name}.com`) });
  const second = await aFiling({ customer, form: aForm('individual', ascii) });
  assert.ok((await submitFiling(customer, first.filing_no)).submitted);
  const submitted = await submitFiling(customer, second.filing_no);
  assert.ok(!submitted.submitted);
  assert.equal(submitted.findings[0]?.path, 'services.0.domains.0');
  await withdrawFiling(customer, first.filing_no);
  assert.ok((await submitFiling(customer, second.filing_no)).submitted);
});

test('after a return the customer mends it and submits again; what he sent before is kept', async () => {
  const row = await aFiling({ customer, status: 'needs_fix' });
  const saved = await saveDraft(row.filing_no, customer, {
    version: row.version,
    changes: { 'services.0.remark': '公司产品与新闻介绍,不含评论与交易功能,内容由公司自行发布' },
  });
  assert.ok(saved.saved);
  const submitted = await submitFiling(customer, row.filing_no, { version: saved.version });
  assert.ok(submitted.submitted, JSON.stringify(submitted.findings));
  assert.equal((await app.db('filing_versions').where({ filing_id: row.id })).length, 2);
});

test('a window that did not see the newest version does not submit it', async () => {
  const row = await aFiling({ customer });
  await saveDraft(row.filing_no, customer, {
    version: row.version,
    changes: { 'entity.leader.emergency_mobile': '13900000009' },
  });
  await assert.rejects(submitFiling(customer, row.filing_no, { version: row.version }), {
    code: 'conflict',
  });
});

test("another customer's filing can be neither seen, submitted nor withdrawn", async () => {
  const row = await aFiling({ customer });
  const stranger = await aPerson();
  const gone = { code: 'not_found' };
  await assert.rejects(filingPage(stranger, row.filing_no), gone);
  await assert.rejects(submitFiling(stranger, row.filing_no), gone);
  await assert.rejects(withdrawFiling(stranger, row.filing_no), gone);
  assert.deepEqual((await filingsPage(stranger)).items, []);
});

test('a filing is withdrawn while the bureau does not have it, and only then', async () => {
  for (const status of [
    'draft',
    'provider_review',
    'ready_to_report',
    'bureau_rejected',
  ] as const) {
    const row = await aFiling({ customer, status });
    await withdrawFiling(customer, row.filing_no);
    const now = await filingNow(row.filing_no);
    assert.deepEqual([now.status, now.open_entity_index], ['withdrawn', null]);
  }
  for (const status of ['reporting', 'sms_pending', 'bureau_review', 'approved'] as const) {
    const row = await aFiling({ customer, status });
    await assert.rejects(withdrawFiling(customer, row.filing_no), { code: 'conflict' });
  }
});

test('the list shows twenty at a time, newest first, each once', async () => {
  const many = await aPerson();
  for (let i = 0; i < 23; i++) await aFiling({ customer: many });
  const first = await filingsPage(many);
  assert.equal(first.items.length, 20);
  const second = await filingsPage(many, first.next ?? undefined);
  const all = [...first.items, ...second.items].map(({ filing_no }) => filing_no);
  assert.deepEqual([all.length, new Set(all).size, second.next], [23, 23, null]);
});
