import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow, withPictures } = await import('../../factories.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { page } = await import('../pages/stage.ts');
const desk = await app.signedIn('reviewer');
const stranger = await aPerson();
const owner = await aPerson();

test('a request made in another’s name is closed with a reason, and the true one can be sent in', async () => {
  const form = aForm('unit', 'hostage.com');
  const held = await aFiling({ customer: stranger, form, status: 'needs_fix' });
  const own = await aFiling({ customer: owner, form: await withPictures(form, owner) });
  const refused = await submitFiling(owner, own.filing_no);
  assert.ok(!refused.submitted);
  assert.match(await page(desk, `/review/${held.filing_no}`), /关闭这份申请/);
  const close = (closing_reason: string) =>
    desk.post(`/review/${held.filing_no}/closing`, { closing_reason });
  await close('');
  assert.equal((await filingNow(held.filing_no)).status, 'needs_fix', 'not without a reason');
  assert.equal((await close('不是主办者本人提交')).status, 303);
  assert.equal((await filingNow(held.filing_no)).status, 'withdrawn');
  const told = await app
    .db('notifications')
    .where({ user_id: stranger.id, event: 'filing.closed' });
  assert.equal(told.length, 1);
  assert.ok((await submitFiling(owner, own.filing_no)).submitted);
  assert.equal((await close('再关一次')).status, 409);
});

test('what the bureau has, and what was never sent in, is not closed', async () => {
  for (const status of ['draft', 'reporting', 'sms_pending', 'approved'] as const) {
    const row = await aFiling({ customer: stranger, status });
    const answer = await desk.post(`/review/${row.filing_no}/closing`, { closing_reason: '试试' });
    assert.ok(answer.status >= 400, status);
    assert.equal((await filingNow(row.filing_no)).status, status);
  }
});
