import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow } = await import('../factories.ts');
const { claimReview, releaseReview } = await import('../../src/filings/steps/claim-review.ts');
const { Decision, reviewFiling } = await import('../../src/filings/steps/review-filing.ts');
const { reviewPage, reviewQueue } = await import('../../src/filings/pages/review-page.ts');
const { revealField } = await import('../../src/filings/pages/reveal.ts');
const { filingPage } = await import('../../src/filings/pages/filing-page.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { MINUTE, shiftClock } = await import('../../src/platform/clock.ts');
const customer = await aPerson();
const zhang = await aPerson('reviewer', '张三');
const li = await aPerson('reviewer', '李四');
const waiting = () => aFiling({ customer, status: 'provider_review' });
const marks = [{ path: 'entity.name', message: '与营业执照不一致' }];
const decision = (version: number, word: 'pass' | 'return') =>
  Decision.parse({ version, decision: word, marks: word === 'return' ? marks : [], note: '内部' });
const entries = (filing_no: string, action: string) =>
  app.db('audit_entries').where({ subject: `filing:${filing_no}`, action });

test('of eight reviewers who decide at once, one decides', async () => {
  const row = await waiting();
  const reviewers = await Promise.all(Array.from({ length: 8 }, () => aPerson('reviewer')));
  const results = await Promise.allSettled(
    reviewers.map((reviewer, i) =>
      reviewFiling(reviewer, row.filing_no, decision(row.version, i % 2 ? 'pass' : 'return')),
    ),
  );
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const result of results)
    if (result.status === 'rejected') assert.equal(result.reason.code, 'conflict');
  assert.equal((await app.db('filing_reviews').where({ filing_id: row.id })).length, 1);
});

test('of eight who claim at once, one has it, and the others are told who', async () => {
  const row = await waiting();
  const reviewers = await Promise.all(Array.from({ length: 8 }, () => aPerson('reviewer', '王五')));
  const claims = await Promise.all(reviewers.map((each) => claimReview(each, row.filing_no)));
  assert.equal(claims.filter(({ claimed }) => claimed).length, 1);
  assert.ok(claims.every((claim) => claim.claimed || claim.by === '王五'));
});

test('a claim ends after half an hour, or when it is given back', async () => {
  const row = await waiting();
  assert.ok((await claimReview(zhang, row.filing_no)).claimed);
  const refused = await claimReview(li, row.filing_no);
  assert.ok(!refused.claimed && refused.by === '张三');
  await assert.rejects(reviewFiling(li, row.filing_no, decision(row.version, 'pass')), {
    code: 'conflict',
  });
  const shown = (await reviewQueue(li)).find(({ filing_no }) => filing_no === row.filing_no);
  assert.deepEqual([shown?.holder, shown?.is_mine], ['张三', false]);
  await releaseReview(zhang, row.filing_no);
  assert.ok((await claimReview(li, row.filing_no)).claimed);
  shiftClock(31 * MINUTE);
  assert.ok((await claimReview(zhang, row.filing_no)).claimed);
  shiftClock(0);
});

test('a return needs a mark, and shows the customer each with the name of its field', async () => {
  assert.equal(Decision.safeParse({ version: 1, decision: 'return', marks: [] }).success, false);
  const row = await waiting();
  await reviewFiling(zhang, row.filing_no, decision(row.version, 'return'));
  const page = await filingPage(customer, row.filing_no);
  assert.equal(page.status, 'needs_fix');
  assert.deepEqual(
    page.marks.map(({ path, label, message }) => [path, label, message]),
    [['entity.name', '主办者名称', '与营业执照不一致']],
  );
  assert.ok(!JSON.stringify(page).includes('内部'));
  const rows = JSON.stringify(await app.db('filings').where({ id: row.id }));
  assert.ok(!rows.includes('与营业执照不一致'));
});

test('what changed since the last submission stands before the reviewer', async () => {
  const row = await waiting();
  await reviewFiling(zhang, row.filing_no, decision(row.version, 'return'));
  const saved = await saveDraft(row.filing_no, customer, {
    version: row.version + 1,
    changes: { 'entity.mailing_address': '网商路700号1号楼101室' },
  });
  assert.ok((await submitFiling(customer, row.filing_no, { version: saved.version })).submitted);
  const page = await reviewPage(li, row.filing_no);
  assert.deepEqual(page.diff, [
    {
      path: 'entity.mailing_address',
      label: '通信地址',
      before: '网商路699号2号楼501室',
      after: '网商路700号1号楼101室',
    },
  ]);
  assert.equal(page.marks[0]?.path, 'entity.name');
});

test('a decision on an older version is refused', async () => {
  const row = await waiting();
  await reviewFiling(zhang, row.filing_no, decision(row.version, 'return'));
  const again = await submitFiling(customer, row.filing_no);
  assert.ok(again.submitted, JSON.stringify(again));
  await assert.rejects(reviewFiling(li, row.filing_no, decision(row.version, 'pass')), {
    code: 'conflict',
  });
});

test('nobody passes a filing of his own', async () => {
  const row = await aFiling({ customer: zhang, status: 'provider_review' });
  await assert.rejects(reviewFiling(zhang, row.filing_no, decision(row.version, 'pass')), {
    code: 'forbidden',
  });
});

test('a reviewer sees personal data masked until he opens it, and each look is recorded', async () => {
  const form = aForm('individual');
  const row = await aFiling({ customer, form, status: 'provider_review' });
  const number = form.entity.leader.id_number;
  const page = await reviewPage(zhang, row.filing_no);
  assert.ok(page.is_masked && !JSON.stringify(page).includes(number));
  assert.equal((await entries(row.filing_no, 'filing.revealed')).length, 0);
  const { value } = await revealField(zhang, row.filing_no, {
    path: 'entity.leader.id_number',
    reason: '核对证件',
  });
  assert.equal(value, number);
  const open = await reviewPage(zhang, row.filing_no, { reveal: '核对证件' });
  assert.equal(open.form.entity.leader.id_number, number);
  assert.equal((await entries(row.filing_no, 'filing.revealed')).length, 2);
});

test('a draft is not before the reviewers', async () => {
  const row = await aFiling({ customer });
  await assert.rejects(reviewPage(zhang, row.filing_no), { code: 'not_found' });
  assert.ok(!(await reviewQueue(zhang)).some(({ filing_no }) => filing_no === row.filing_no));
  assert.equal((await filingNow(row.filing_no)).status, 'draft');
});
