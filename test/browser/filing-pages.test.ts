import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const { begin, fillIn, formOf, isRead, LICENCE, pictured, upload } = await import(
  '../filings/pages/stage.ts'
);
const { aForm, filingNow } = await import('../factories.ts');
const { secondSite } = await import('../filings/sample-forms.ts');
const { reviewFiling } = await import('../../src/filings/steps/review-filing.ts');
const { claimReview } = await import('../../src/filings/steps/claim-review.ts');
const { makePhoneLink } = await import('../../src/filings/customer/phone-links.ts');
const { takeReadings } = await import('../../src/filings/drafts/readings.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { personOf } = await import('../filings/pages/stage.ts');
const browser = await launchChromium();
after(() => browser.close());

const nobody = await app.signedIn('customer');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
/** Both widths and both themes; all four together when pictures are wanted. */
const LOOKS: Record<string, { width: number; dark?: boolean }> = {
  desk: { width: 1280 },
  'phone at night': { width: 360, dark: true },
  ...(process.env['LOOK_AT']
    ? { 'desk at night': { width: 1280, dark: true }, phone: { width: 360 } }
    : {}),
};

const reading = await begin(customer);
await isRead(await upload(customer, reading, 'entity_licence'), 'licence', LICENCE);
await upload(customer, reading, 'entity_leader_id_front');
await fillIn(customer, `/filings/${reading}/steps/entity`, { 'entity.leader.mobile': '123' });
const alone = await begin(customer, '5');
const several = await pictured(customer, 'draft', secondSite(aForm(), true));
const waiting = await pictured(customer, 'provider_review', aForm('individual'));
const returned = await pictured(customer, 'provider_review');
await reviewFiling(personOf(reviewer), returned.filing_no, {
  version: returned.version,
  decision: 'return',
  marks: [
    {
      path: 'services.0.name',
      code: 'x',
      message: '网站名称与内容不符',
      suggestion: '请改为能看出内容的名称',
    },
    {
      path: 'materials.entity_licence',
      code: 'x',
      message: '营业执照四角不完整',
      suggestion: '请重新拍照',
    },
  ],
  note: '',
});
const sms = await pictured(customer, 'sms_pending', secondSite(aForm(), true));
await app
  .db('filings')
  .where({ id: sms.id })
  .update({ sms_due_at: new Date(Date.now() + 7.2e7) });
const bureau = await pictured(customer, 'bureau_review');
assert.ok((await filingNow(bureau.filing_no)).version > 0);

const taken = await pictured(customer, 'provider_review');
const again = await pictured(customer, 'provider_review');
const administrator = await app.signedIn('administrator');
const auditor = await app.signedIn('auditor');
await claimReview(personOf(reviewer), taken.filing_no);
const [paper = ''] = (await formOf(taken.filing_no)).materials['entity_licence'] ?? [];
await app.db('filing_pictures').insert({
  ...{ filing_id: taken.id, slot: 'entity_licence', document_no: paper },
  ...{ reading: 'waiting', added_at: new Date() },
});
await isRead(paper, 'licence', LICENCE);
await takeReadings(taken.id);
await reviewFiling(personOf(reviewer), again.filing_no, {
  ...{ version: again.version, decision: 'return', note: '' },
  marks: [{ path: 'entity.mailing_address', code: 'x', message: '请写门牌', suggestion: '' }],
});
const address = { 'entity.mailing_address': '网商路699号2号楼502室' };
const { version } = await filingNow(again.filing_no);
const changed = await saveDraft(again.filing_no, personOf(customer), { version, changes: address });
await submitFiling(personOf(customer), again.filing_no, { version: changed.version });
await claimReview(personOf(reviewer), again.filing_no);

const photographed = await makePhoneLink(personOf(customer), reading, 'pictures');

const PAGES: Record<string, { of: typeof customer; path: string }> = {
  'phone-page': { of: nobody, path: `/u/${photographed}` },
  'list-empty': { of: nobody, path: '/filings' },
  list: { of: customer, path: '/filings' },
  new: { of: customer, path: '/filings/new' },
  pictures: { of: customer, path: `/filings/${reading}/steps/pictures` },
  entity: { of: customer, path: `/filings/${reading}/steps/entity` },
  'entity-strict': { of: customer, path: `/filings/${alone}/steps/entity?strict=1` },
  service: { of: customer, path: `/filings/${several.filing_no}/steps/service-1` },
  materials: { of: customer, path: `/filings/${several.filing_no}/steps/materials` },
  'summary-open': { of: customer, path: `/filings/${reading}/steps/summary` },
  summary: { of: customer, path: `/filings/${several.filing_no}/steps/summary` },
  'summary-returned': { of: customer, path: `/filings/${returned.filing_no}/steps/summary` },
  'service-returned': { of: customer, path: `/filings/${returned.filing_no}/steps/service-0` },
  'status-draft': { of: customer, path: `/filings/${reading}` },
  submitted: { of: customer, path: `/filings/${waiting.filing_no}/submitted` },
  'status-waiting': { of: customer, path: `/filings/${waiting.filing_no}` },
  'status-returned': { of: customer, path: `/filings/${returned.filing_no}` },
  'status-sms': { of: customer, path: `/filings/${sms.filing_no}` },
  queue: { of: reviewer, path: '/review' },
  'queue-empty': { of: reviewer, path: '/review?show=late' },
  'review-free': { of: reviewer, path: `/review/${waiting.filing_no}` },
  'review-mine': { of: reviewer, path: `/review/${taken.filing_no}` },
  'review-again': { of: reviewer, path: `/review/${again.filing_no}` },
  'review-audit': { of: auditor, path: `/review/${taken.filing_no}` },
  reveal: { of: auditor, path: `/review/${waiting.filing_no}/reveals/entity.id_number` },
  all: { of: auditor, path: '/all-filings' },
  'all-empty': { of: auditor, path: '/all-filings?q=nothing.example' },
  settings: { of: administrator, path: '/settings/filings' },
  province: { of: administrator, path: '/settings/filings/provinces/330000' },
  'status-bureau': { of: customer, path: `/filings/${bureau.filing_no}` },
};

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no filing page breaks its policy, its bounds or a rule of access`, async () => {
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
