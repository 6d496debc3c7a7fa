import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { checkedIn, formOf, isRead, lineOf, page, personOf, pictured } = await import(
  '../pages/stage.ts'
);
const { aForm, filingNow } = await import('../../factories.ts');
const { reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { takeReadings } = await import('../../../src/filings/drafts/readings.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));

test('what the picture says differently, and what changed since last time, is marked letter by letter', async () => {
  const { filing_no, version, id } = await waiting(aForm());
  const marks = [
    { path: 'entity.mailing_address', code: 'x', message: '请写门牌', suggestion: '' },
  ];
  await reviewFiling(personOf(zhang), filing_no, { version, decision: 'return', marks, note: '' });
  const [no = ''] =
    Object.values((await (await import('../pages/stage.ts')).formOf(filing_no)).materials)[0] ?? [];
  await app.db('filing_pictures').insert({
    ...{ filing_id: id, slot: 'entity_licence', document_no: no },
    ...{ reading: 'waiting', added_at: new Date() },
  });
  await isRead(no, 'licence', { name: ['杭州青木网络有限公司', 0.88] });
  await takeReadings(id);
  const saved = await saveDraft(filing_no, personOf(customer), {
    version: (await filingNow(filing_no)).version,
    changes: { 'entity.mailing_address': '网商路699号2号楼502室' },
  });
  assert.ok(
    (await submitFiling(personOf(customer), filing_no, { version: saved.version })).submitted,
  );
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  assert.match(html, /与上次提交相比改了 1 处/);
  assert.match(
    lineOf(html, 'entity.mailing_address'),
    /网商路699号2号楼50<del>1<\/del><ins>2<\/ins>室/,
  );
  assert.match(lineOf(html, 'entity.mailing_address'), /上次要求：请写门牌/);
  const name = lineOf(html, 'entity.name');
  assert.match(name, /照片识别为“杭州青<del>禾<\/del><ins>木<\/ins>网络有限公司” 88%/);
  assert.ok(name.includes(`/documents/${no}/fields/name`));
  assert.match(name, /data-tone="warn"/);
  assert.doesNotMatch(name, /name="ok"[^>]* checked/);
});

test('only what a picture surely says too is ticked and called the same; the rest is for the reviewer', async () => {
  const form = aForm();
  const { filing_no, id } = await waiting(form);
  const [no = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  await app.db('filing_pictures').insert({
    ...{ filing_id: id, slot: 'entity_licence', document_no: no },
    ...{ reading: 'waiting', added_at: new Date() },
  });
  await isRead(no, 'licence', {
    name: [form.entity.name, 0.97],
    address: [form.entity.id_address, 0.42],
  });
  await takeReadings(id);
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  assert.deepEqual(checkedIn(html), ['entity.name']);
  assert.match(lineOf(html, 'entity.name'), /<span>一致<\/span>/);
  assert.match(lineOf(html, 'entity.leader.mobile'), /<span>已核对<\/span>/);
  assert.equal(html.match(/与照片识别一致 \d/g)?.length, 2);
});

test('the province says what a person has to look at, and other filings of the entity are linked', async () => {
  const form = aForm();
  const done = await pictured(customer, 'approved', form);
  const { filing_no } = await waiting(structuredClone(form));
  const html = await page(zhang, at(filing_no));
  assert.match(html, /浙江省：要人工核对的/);
  assert.match(html, /个体工商户没有字号时/);
  assert.ok(html.includes(`href="/review/${done.filing_no}"`));
});
