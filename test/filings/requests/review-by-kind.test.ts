import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilingKind } from '../../../src/filings/kinds/names.ts';
import { start } from '../../harness.ts';

const app = await start();
const { checkedIn, lineOf, page, personOf, pictured } = await import('../pages/stage.ts');
const { aForm, aPhoto, filingNow, withPictures } = await import('../../factories.ts');
const { aFiledEntity } = await import('./status-stage.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const { storePicture } = await import('../../../src/filings/drafts/pictures.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { printoutOf } = await import('../../../src/filings/printouts/index.ts');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const owner = personOf(customer);
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
type Begun = Exclude<FilingKind, 'initial' | 'add_access'>;

/** A request about what is filed, submitted with these changes and pictures. */
async function submitted(
  kind: Begun,
  changes: Record<string, unknown>,
  { site, slots = [] }: { site?: 0 | 1; slots?: string[] } = {},
) {
  const filed = await aFiledEntity(owner);
  const service_no = site === undefined ? undefined : filed.service_nos[site];
  const { filing_no } = await beginRequest(owner, { kind, entity_no: filed.entity_no, service_no });
  const { no } = await storePicture(owner, 'other', await aPhoto());
  const { version } = await filingNow(filing_no);
  const pictures = Object.fromEntries(slots.map((slot) => [`materials.${slot}`, no]));
  const consents = {
    present: ['consents.sensitive', 'consents.truth'],
    ...{ 'consents.sensitive': 'true', 'consents.truth': 'true' },
  };
  const all = { ...changes, ...pictures, ...consents };
  assert.ok((await saveDraft(filing_no, owner, { version, changes: all })).saved);
  const sent = await submitFiling(owner, filing_no);
  assert.ok(sent.submitted, JSON.stringify(sent));
  return { filing_no, filed };
}
const renamed = () =>
  submitted(
    'change',
    {
      'services.0.name': '改名后的网站',
      'services.1.access.ips.0.first': '47.96.0.88',
      'services.1.access.ips.0.last': '47.96.0.88',
    },
    { slots: ['verification_form', 'domain_certificate'] },
  );

async function claimed(filing_no: string): Promise<string> {
  await reviewer.post(at(filing_no, '/claim'));
  return page(reviewer, at(filing_no));
}
/** The part of the page before what is folded, and the folded part. */
function parts(html: string): [main: string, folded: string] {
  const [main = '', rest = ''] = html.split('<details class="card card-quiet"');
  return [main, rest.split('</details>\n')[0] ?? ''];
}
const linesIn = (html: string) =>
  [...html.matchAll(/id="ok:([^"]+)"/g)].map(([, path = '']) => path);
const text = (html: string) => html.replaceAll(/<[^>]+>|\s+/g, '');

test('of a change the old stands beside the new, changed lines first, all else folded and ticked', async () => {
  const { filing_no, filed } = await renamed();
  const html = await claimed(filing_no);
  assert.match(html, /<strong>变更备案<\/strong>（浙ICP备\d+号、浙ICP备\d+号-1、浙ICP备\d+号-2）/);
  const [main] = parts(html);
  assert.deepEqual(linesIn(main).slice(0, 2), ['services.0.name', 'services.1.access.ips.0.first']);
  assert.match(main, /要变更的/);
  const words = text(lineOf(html, 'services.0.name'));
  const before = filed.record.services[0]?.name;
  assert.ok(words.includes(`管局现有：${before}变更为：改名后的网站`), words);
  const ip = text(lineOf(html, 'services.1.access.ips.0.first'));
  assert.ok(ip.includes('管局现有：47.96.0.10变更为：47.96.0.88'), ip);
  assert.match(html, /没有变化的 \d+ 项，已替您勾选/);
  const unticked = linesIn(html).filter((path) => !checkedIn(html).includes(path));
  assert.deepEqual(unticked.filter((path) => !path.startsWith('materials.')).sort(), [
    'services.0.name',
    'services.1.access.ips.0.first',
  ]);
});

test('a change passes with only what changes ticked by hand, and not without it', async () => {
  const { filing_no } = await renamed();
  const html = await claimed(filing_no);
  const { version } = await filingNow(filing_no);
  const decide = (ok: string[]) =>
    reviewer.post(at(filing_no, '/decision'), { version: String(version), decision: 'pass', ok });
  const refused = await decide(checkedIn(html));
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /从“网站名称”开始/);
  const passed = await decide(linesIn(html));
  assert.equal(passed.status, 303);
  assert.equal((await filingNow(filing_no)).status, 'ready_to_report');
});

test('before it is taken people are masked on both sides, and that something differs is said all the same', async () => {
  const { filing_no, filed } = await submitted(
    'change',
    { 'entity.leader.mobile': '13800000044' },
    { slots: ['verification_form', 'domain_certificate'] },
  );
  const html = await page(reviewer, at(filing_no));
  const { leader } = filed.record.entity;
  for (const secret of [leader.mobile, '13800000044', leader.id_number, leader.name])
    assert.ok(!html.includes(secret), secret);
  assert.match(html, /要变更的/);
  assert.match(html, /管局现有：/);
});

test('what was taken away altogether has a line of its own', async () => {
  const { filing_no } = await submitted(
    'change',
    { 'services.0.remark': '' },
    { slots: ['verification_form', 'domain_certificate'] },
  );
  const line = text(lineOf(await claimed(filing_no), 'services.0.remark'));
  assert.match(line, /管局现有：介绍公司的产品.*变更为：（删去）/);
});

test('when the bureau’s record has changed since, the reviewer is told where', async () => {
  const { filing_no, filed } = await renamed();
  assert.doesNotMatch(await page(reviewer, at(filing_no)), /管局记录有变化/);
  await filed.again((record) => {
    record.entity.mailing_address = '网商路1号3楼';
    return record;
  });
  assert.match(await page(reviewer, at(filing_no)), /管局的记录在这几处有变化：通信地址/);
});

test('of what is to go, who asks and why is looked at; the rest is folded', async () => {
  const { filing_no } = await submitted(
    'cancel_service',
    { 'ending.reason': '1', 'ending.remark': '不再开办' },
    { site: 0 },
  );
  const html = await claimed(filing_no);
  const [main] = parts(html);
  assert.deepEqual(linesIn(main).sort(), [
    'ending.reason',
    'ending.remark',
    'entity.id_number',
    'entity.leader.mobile',
    'entity.leader.name',
    'entity.name',
    'services.0.domains.0',
    'services.0.name',
  ]);
  assert.match(html, /申请人就是主办者/);
  assert.doesNotMatch(html, /负责人照片与证件是同一人/);
  const { version } = await filingNow(filing_no);
  const back = await reviewer.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return' },
    'words:ending.reason': '请改选原因',
  });
  assert.equal(back.status, 303);
});

test('of added material the pictures are looked at', async () => {
  const { filing_no } = await submitted('add_material', {}, { slots: ['other'] });
  const [main] = parts(await claimed(filing_no));
  assert.deepEqual(linesIn(main), ['materials.other']);
});

test('the kind that follows from what is known is shown with its evidence, and a doubt as one', async () => {
  const form = aForm();
  const unsure = await pictured(customer, 'provider_review', form);
  const html = await page(reviewer, at(unsure.filing_no));
  assert.match(html, /按管局记录应办：首次备案/);
  assert.match(html, /主办者证件：还不知道/);
  assert.match(html, /还有查询没有结果/);
  const { record } = await aFiledEntity(owner);
  const other = aForm();
  other.entity = { ...other.entity, id_number: record.entity.id_number };
  const known = await pictured(customer, 'provider_review', other);
  const { entity_number_index } = await filingNow(known.filing_no);
  await app.db('filings').where({ id: unsure.id }).update({ entity_number_index });
  const now = await page(reviewer, at(known.filing_no));
  const sibling = now.slice(now.indexOf(`>${unsure.filing_no}<`)).slice(0, 200);
  assert.match(sibling, /首次备案 · \d{4}-\d\d-\d\d/);
  assert.match(now, /客户提交的是首次备案，按现在的管局记录应办：新增网站/);
  assert.ok(now.includes(`主办者证件：已备案（${record.entity.icp_number}）（管局发布的记录）`));
});

test('lists of the desk show the kind, and are narrowed by it in the address', async () => {
  const { filing_no } = await submitted('add_material', {}, { slots: ['other'] });
  const first = await pictured(customer, 'provider_review', await withPictures(aForm(), owner));
  for (const path of ['/all-filings', '/review']) {
    const html = await page(reviewer, `${path}?kind=add_material`);
    assert.ok(html.includes(filing_no), path);
    assert.match(html, /补交材料/);
    assert.ok(!html.includes(first.filing_no), path);
    const all = await page(reviewer, `${path}?kind=nothing`);
    assert.ok(all.includes(first.filing_no) && all.includes(filing_no), path);
  }
});

test('what is printed says the kind', async () => {
  const { filing_no } = await renamed();
  const form = openForm(await filingNow(filing_no));
  const changed = await printoutOf('verification_form', filing_no, form);
  const initial = { ...form, request: { ...form.request, kind: 'initial' as const } };
  const first = await printoutOf('verification_form', filing_no, initial);
  assert.notEqual(changed.length, first.length);
});
