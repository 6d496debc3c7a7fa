import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FilingKind } from '../../../src/filings/kinds/names.ts';
import type { FilingStatus } from '../../../src/filings/steps/status.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from '../../browser/look.ts';
import { start } from '../../harness.ts';

const app = await start();
const { sealEndedWords } = await import('../../../src/filings/ended-words.ts');
const { personOf, pictured } = await import('../pages/stage.ts');
const { aForm, aPhoto, filingNow } = await import('../../factories.ts');
const { aFiledEntity, aTask } = await import('./status-stage.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { storePicture } = await import('../../../src/filings/drafts/pictures.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const { sendToReview } = await import('../../../src/filings/steps/submit-filing.ts');
const { inTransaction } = await import('../../../src/platform/db.ts');
const browser = await launchChromium();
after(() => browser.close());

/** Both widths and both themes; all four together when pictures are wanted. */
const LOOKS: Record<string, { width: number; dark?: boolean }> = {
  desk: { width: 1280 },
  'phone at night': { width: 360, dark: true },
  ...(process.env['LOOK_AT']
    ? { 'desk at night': { width: 1280, dark: true }, phone: { width: 360 } }
    : {}),
};
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const owner = personOf(customer);
const { no } = await storePicture(owner, 'other', await aPhoto());

/** A request about what is filed, before a reviewer; with a status it is put there. */
async function asked(
  kind: Exclude<FilingKind, 'initial' | 'add_access'>,
  changes: Record<string, unknown> = {},
  status?: FilingStatus,
): Promise<string> {
  const filed = await aFiledEntity(owner);
  const one = kind === 'drop_access' || kind === 'cancel_service';
  const [, service_no] = one ? filed.service_nos : [];
  const { filing_no } = await beginRequest(owner, { kind, entity_no: filed.entity_no, service_no });
  await saveDraft(filing_no, owner, { version: (await filingNow(filing_no)).version, changes });
  const row = await filingNow(filing_no);
  await inTransaction((trx, later) => sendToReview(trx, later, owner, row, openForm(row)));
  if (status) await app.db('filings').where({ filing_no }).update({ status });
  return filing_no;
}
const ending = { 'ending.reason': '1', 'ending.remark': '公司业务调整，网站不再开办' };
const change = await asked('change', {
  'services.0.name': '改名后的网站',
  'services.1.access.ips.0.first': '47.96.0.88',
  'services.1.access.ips.0.last': '47.96.0.88',
  'entity.leader.mobile': '13800000044',
  'services.0.remark': '',
  'materials.verification_form': no,
});
const masked = await asked('change', { 'entity.leader.mobile': '13800000045' });
const cancel = await asked('cancel_service', ending);
const material = await asked('add_material', { 'materials.other': no });
const dropped = await asked('drop_access', ending, 'approved');
const gone = await asked('cancel_entity', ending, 'approved');
const smsless = await asked('drop_access', ending, 'bureau_review');
const first = await pictured(customer, 'provider_review', aForm());
const approved = await pictured(customer, 'approved', aForm());
const lost = await pictured(customer, 'approved', aForm());
const numbers_json = JSON.stringify({
  entity: { bureau_entity_id: '1', icp_number: '浙ICP备2026999999号' },
  services: [],
});
await app.db('filings').where({ id: approved.id }).update({ numbers_json });
await app
  .db('filings')
  .where({ id: lost.id })
  .update({
    ended_at: new Date(),
    ended_words_sealed: sealEndedWords(
      lost.filing_no,
      '管局注销了这份备案的主体备案：填报信息不真实',
    ),
  });
await aTask(approved.filing_no, 'rectification', '首页底部没有放置备案号，请在十日内整改');
await aTask(approved.filing_no, 'shell_site', '');
for (const filing_no of [change, cancel, material])
  await reviewer.post(`/review/${filing_no}/claim`);

const PAGES: Record<string, { of: typeof customer; path: string }> = {
  list: { of: customer, path: '/filings' },
  'status-change': { of: customer, path: `/filings/${change}` },
  'status-dropped': { of: customer, path: `/filings/${dropped}` },
  'status-gone': { of: customer, path: `/filings/${gone}` },
  'status-smsless': { of: customer, path: `/filings/${smsless}` },
  'status-tasks': { of: customer, path: `/filings/${approved.filing_no}` },
  'status-lost': { of: customer, path: `/filings/${lost.filing_no}` },
  'submitted-change': { of: customer, path: `/filings/${change}/submitted` },
  'submitted-cancel': { of: customer, path: `/filings/${cancel}/submitted` },
  'review-change': { of: reviewer, path: `/review/${change}` },
  'review-masked': { of: reviewer, path: `/review/${masked}` },
  'review-cancel': { of: reviewer, path: `/review/${cancel}` },
  'review-material': { of: reviewer, path: `/review/${material}` },
  'review-first': { of: reviewer, path: `/review/${first.filing_no}` },
  queue: { of: reviewer, path: '/review?kind=change' },
  all: { of: reviewer, path: '/all-filings?kind=change' },
};

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no page about a kind of request breaks its policy, its bounds or a rule of access`, async () => {
    const windows = new Map<typeof customer, Awaited<ReturnType<typeof windowOf>>>();
    for (const [name, { of, path }] of Object.entries(PAGES)) {
      const window = windows.get(of) ?? (await windowOf(browser, of, screen));
      windows.set(of, window);
      await window.open(path);
      await keep(window.page, `${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} on a ${look}`);
      window.calm();
    }
    for (const window of windows.values()) await window.page.context().close();
  });
}

test('the keys step over what is folded', async () => {
  const window = await windowOf(browser, reviewer, { width: 1280 });
  await window.open(`/review/${change}`);
  const rows = await window.page.locator('.check-line').count();
  for (let step = 0; step < rows; step++) await window.page.keyboard.press('j');
  const last = await window.page.evaluate<string>(
    "document.activeElement.closest('.check-line')?.querySelector('.check-name')?.textContent ?? ''",
  );
  assert.match(last, /核验单|材料|证/);
  await window.page.context().close();
});
