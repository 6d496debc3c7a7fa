import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { fillIn, formIn, page, personOf, pictured } = await import('./stage.ts');
const { filingNow } = await import('../../factories.ts');
const { reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { addResult } = await import('../../../src/bureau/results.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { marksOf } = await import('../../../src/filings/marks.ts');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const step = (filing_no: string, key: string) => `/filings/${filing_no}/steps/${key}`;

/** The main button of a status page leads to this field. */
const firstToMend = (filing_no: string, path: string) =>
  new RegExp(
    `button-main" href="${step(filing_no, 'entity')}#${path.replaceAll('.', '\\.')}">去修改`,
  );
async function submit(filing_no: string, more: Record<string, string> = {}) {
  const html = await page(customer, step(filing_no, 'summary'));
  return customer.post(`/filings/${filing_no}/submission`, {
    ...formIn(html, '/submission"'),
    ...more,
  });
}

test('after a refusal by the bureau what is marked and not changed asks for a word, as after our own', async () => {
  const { filing_no } = await pictured(customer, 'bureau_review');
  const codes = [{ code: '1010', text: '' }];
  await addResult(app.db, 1, filing_no, {
    kind: 'data_result',
    refused: true,
    codes,
    operation: '1',
  });
  const words = '请重新整理后再报';
  const own = { kind: 'review', passed: false, reviewer: null, words, operation: '1' } as const;
  await addResult(app.db, 1, filing_no, own);
  await applyResults();
  const marked = marksOf(await filingNow(filing_no)).map(({ path }) => path);
  assert.ok(marked.includes('') && marked.length > 1, marked.join());
  await fillIn(customer, step(filing_no, 'entity'), { 'entity.remark': '换了一句备注' });
  const silent = await submit(filing_no);
  assert.equal(silent.status, 422);
  assert.match(await silent.text(), new RegExp(`标出的地方还有 ${marked.length} 处没有改`));
  const word = { nothing_to_change: 'true', word_to_reviewer: '已经核对，没有问题' };
  assert.equal((await submit(filing_no, word)).status, 303);
});

test('of two marked fields one changed is not enough; the one left is named', async () => {
  const { filing_no, version } = await pictured(customer, 'provider_review');
  const at = (path: string) => ({ path, code: 'x', message: '请改', suggestion: '' });
  const marks = [at('entity.mailing_address'), at('entity.remark')];
  const decision = { version, decision: 'return', marks, note: '' } as const;
  await reviewFiling(personOf(reviewer), filing_no, { ...decision, marks });
  assert.match(
    await page(customer, `/filings/${filing_no}`),
    firstToMend(filing_no, 'entity.mailing_address'),
  );
  await fillIn(customer, step(filing_no, 'entity'), {
    'entity.mailing_address': '网商路700号1幢2楼201室',
  });
  assert.match(
    await page(customer, `/filings/${filing_no}`),
    firstToMend(filing_no, 'entity.remark'),
  );
  const half = await submit(filing_no);
  assert.equal(half.status, 422);
  assert.match(await half.text(), /还有 1 处没有改[\s\S]*steps\/entity#entity\.remark/);
});

test('who has no mail address hears of the ways that he has, and how to get mail', async () => {
  const mobile = await app.signedIn('customer');
  await app.db('users').where({ id: mobile.user_id }).update({ email_sealed: null });
  const { filing_no } = await pictured(mobile);
  const form = formIn(await page(mobile, step(filing_no, 'summary')), '/submission"');
  const sent = await mobile.post(`/filings/${filing_no}/submission`, form);
  assert.equal(sent.status, 303);
  const html = await page(mobile, `/filings/${filing_no}`);
  assert.match(html, /审核结果会通过站内信通知您。建议在“账户与安全”里填写邮箱/);
  assert.doesNotMatch(html, /会发站内信和邮件/);
  assert.match(html, /审核结果会发站内信。想同时收邮件，请<a href="\/account">填写邮箱/);
});
