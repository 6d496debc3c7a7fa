import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilingKind } from '../../../src/filings/kinds/names.ts';
import type { FilingStatus } from '../../../src/filings/steps/status.ts';
import { start } from '../../harness.ts';

const app = await start();
const { sealEndedWords } = await import('../../../src/filings/ended-words.ts');
const { page, personOf, pictured } = await import('../pages/stage.ts');
const { filingNow } = await import('../../factories.ts');
const { aFiledEntity, aTask } = await import('./status-stage.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { FILING_KINDS, KIND_WORDS } = await import('../../../src/filings/kinds/names.ts');
const { shownFiling } = await import('../../../src/filings/api/shown-filing.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const customer = await app.signedIn('customer');
const owner = personOf(customer);

/** A request of this kind at a status, as far as its page is concerned. */
async function request(kind: FilingKind, status: FilingStatus) {
  if (kind === 'initial') return pictured(customer, status);
  const filed = await aFiledEntity(owner);
  const asked = kind === 'add_access' ? 'add_service' : kind;
  const service_no = filed.service_nos[1];
  const { filing_no } = await beginRequest(owner, {
    ...{ kind: asked, entity_no: filed.entity_no },
    ...(/^(cancel_service|drop_access)$/.test(kind) ? { service_no } : {}),
  });
  await app.db('filings').where({ filing_no }).update({ kind, status });
  return filingNow(filing_no);
}

const statusOf = (filing_no: string) => page(customer, `/filings/${filing_no}`);
const ahead = (html: string) =>
  [...html.matchAll(/data-state="next"[\s\S]*?timeline-title">([^<]+)/g)].map(([, title]) => title);

const DONE: Record<FilingKind, RegExp> = {
  initial: /已通过/,
  add_service: /已通过/,
  add_access: /已通过/,
  change: /变更完成/,
  cancel_entity: /已注销/,
  cancel_service: /已注销/,
  drop_access: /已取消接入/,
  add_material: /已收下/,
};

for (const kind of FILING_KINDS) {
  test(`${kind}: page and list name the kind, and say in its own words that it is done`, async () => {
    const { filing_no } = await request(kind, 'approved');
    const html = await statusOf(filing_no);
    assert.match(html, new RegExp(`<h1>${KIND_WORDS[kind]}：`));
    assert.match(/class="badge[^>]*>([^<]+)/.exec(html)?.[1] ?? '', DONE[kind]);
    const line = (await page(customer, '/filings'))
      .split('<li')
      .find((one) => one.includes(filing_no));
    assert.match(line ?? '', new RegExp(KIND_WORDS[kind]));
    assert.match(line ?? '', DONE[kind]);
  });
}

test('what is ahead is what comes: no SMS where nobody gets one, no number where none is given', async () => {
  const first = await request('initial', 'provider_review');
  assert.deepEqual(ahead(await statusOf(first.filing_no)), [
    '上报通信管理局',
    '短信核验',
    '管局审核',
    '获得备案号',
  ]);
  const drop = await request('drop_access', 'provider_review');
  assert.deepEqual(ahead(await statusOf(drop.filing_no)), [
    '上报通信管理局',
    '管局审核',
    '取消接入完成',
  ]);
  const cancel = await request('cancel_service', 'ready_to_report');
  assert.deepEqual(ahead(await statusOf(cancel.filing_no)), ['短信核验', '管局审核', '注销完成']);
});

test('what the bureau has ended says so above all, shows no number, and leads to filing anew', async () => {
  const { filing_no, id } = await pictured(customer, 'approved');
  const numbers_json = JSON.stringify({
    entity: { bureau_entity_id: '1', icp_number: '浙ICP备2026999999号' },
    services: [],
  });
  await app.db('filings').where({ id }).update({ numbers_json });
  assert.match(await statusOf(filing_no), /浙ICP备2026999999号/);
  const ended = {
    ended_at: new Date(),
    ended_words_sealed: sealEndedWords(filing_no, '管局注销了这份备案的主体备案：虚假信息'),
  };
  await app.db('filings').where({ id }).update(ended);
  const html = await statusOf(filing_no);
  assert.match(html, /管局注销了这份备案的主体备案：虚假信息/);
  assert.match(html, /href="\/filings\/new">重新办理备案/);
  assert.doesNotMatch(html, /浙ICP备2026999999号|公安联网备案/);
  assert.match(await page(customer, '/filings'), /备案已注销/);
});

test('what the customer asked to be ended is no alarm', async () => {
  const filed = await aFiledEntity(owner);
  const { icp_number } = filed.record.entity;
  const first = await pictured(customer, 'approved');
  const ended = { ended_at: new Date(), ended_words_sealed: null, entity_icp_number: icp_number };
  await app.db('filings').where({ id: first.id }).update(ended);
  const asked = await beginRequest(owner, { kind: 'cancel_entity', entity_no: filed.entity_no });
  await app
    .db('filings')
    .where({ filing_no: asked.filing_no })
    .update({ status: 'approved', entity_icp_number: icp_number });
  const html = await statusOf(first.filing_no);
  assert.match(html, /已按您的申请注销/);
  assert.ok(html.includes(`/filings/${asked.filing_no}`));
});

test('what the bureau wants done stands on the page in plain words with its day', async () => {
  const { filing_no } = await pictured(customer, 'approved');
  await aTask(filing_no, 'rectification', '首页底部没有备案号');
  await aTask(filing_no, 'ip_conflict', '这是我们的事');
  const html = await statusOf(filing_no);
  assert.match(html, /管局有 1 件事要处理/);
  assert.match(html, /管局原文：首页底部没有备案号/);
  assert.match(html, /\d{4}-\d\d-\d\d 前/);
  assert.doesNotMatch(html, /这是我们的事/);
});

test('what a program is shown of a request masks the record as it was filed, too', async () => {
  const row = await request('change', 'provider_review');

  const { leader } = openForm(row).entity;
  const shown = JSON.stringify(await shownFiling(row, 'operator'));
  for (const secret of [leader.name, leader.id_number, leader.mobile, leader.email])
    assert.ok(!shown.includes(secret), secret);
});

test('what was submitted is read again: a change old beside new, an ending with its reason', async () => {
  const change = await request('change', 'draft');
  const renamed = { version: change.version, changes: { 'services.0.name': '改名后的网站' } };
  await saveDraft(change.filing_no, owner, renamed);
  await submitted(change.filing_no);
  const html = await page(customer, `/filings/${change.filing_no}/submitted`);
  assert.match(html, /变更备案：提交的内容/);
  assert.match(html, /data-change[\s\S]*网站名称[\s\S]*改名后的网站/);
  const cancel = await request('cancel_service', 'draft');
  await submitted(cancel.filing_no);
  assert.match(
    await page(customer, `/filings/${cancel.filing_no}/submitted`),
    /注销网站：提交的内容/,
  );
});

/** As submitted, whatever still stands against it. */
async function submitted(filing_no: string) {
  const row = await filingNow(filing_no);
  const { sendToReview } = await import('../../../src/filings/steps/submit-filing.ts');
  const { inTransaction } = await import('../../../src/platform/db.ts');
  const form = openForm(row);
  await inTransaction((trx, after) => sendToReview(trx, after, owner, row, form));
}
