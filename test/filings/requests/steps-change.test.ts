import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau, until } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';

const app = await start();
const { ask, draftPath, filedEntity, give, noIn, reaches, recordOf, report, submit, through } =
  await import('./begin-stage.ts');
const { aForm, filingNow } = await import('../../factories.ts');
const { fillIn, formOf, page, problemsIn } = await import('../pages/stage.ts');
const { exchange } = await import('../../../src/bureau/index.ts');
const { filedForm } = await import('../../../src/filings/kinds/changes.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const customer = await app.signedIn('customer');
const entity_no = await filedEntity(app, bureau.name, customer, aForm('unit', 'change-one.com'));
const fresh = async () => (await recordOf(entity_no)).services[0];
const service_no = (await fresh())?.service_no ?? '';
const begin = async () => noIn(await ask(customer, entity_no, 'change', service_no));

const fill = async (
  filing_no: string,
  step: string,
  changes: Record<string, string | string[]>,
) => {
  const answer = await fillIn(customer, draftPath(filing_no, step), changes);
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
  return answer;
};
const plain = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const inRecord = (holds: () => Promise<boolean>) =>
  until(async () => {
    await exchange(bureau.name);
    return holds();
  });

test('a change begins with what is filed, on the page of its website, and nothing differs yet', async () => {
  const begun = await ask(customer, entity_no, 'change', service_no);
  const filing_no = noIn(begun);
  assert.equal(begun.headers.get('location'), draftPath(filing_no, 'service-0'));
  const html = await page(customer, draftPath(filing_no, 'service-0'));
  assert.match(html, /<h1>变更备案<\/h1>/);
  assert.match(html, /value="change-one\.com"/);
  assert.doesNotMatch(html, /恢复原值|添加一个网站/);
  assert.match(await page(customer, draftPath(filing_no)), /还没有改动任何一项/);
  const old = await customer.get(draftPath(filing_no, 'pictures'));
  assert.equal(old.headers.get('location'), draftPath(filing_no, 'entity'));
});

test('the same button pressed again goes on with the same request', async () => {
  assert.equal(await begin(), await begin());
});

test('what differs stands beside what is filed, and one button puts it back', async () => {
  const filing_no = await begin();
  await fill(filing_no, 'entity', { 'entity.mailing_address': '网商路699号3号楼909室' });
  await fill(filing_no, 'service-0', {
    'services.0.domains.1': 'change-two.com',
    'services.0.content_types': ['8', '1'],
  });
  const before = filedForm(await formOf(filing_no))?.entity.mailing_address ?? '';
  const entity = await page(customer, draftPath(filing_no, 'entity'));
  assert.ok(entity.includes(`原：<del>${before}</del>`), before);
  const site = await page(customer, draftPath(filing_no, 'service-0'));
  assert.match(site, /原：<del>change-one\.com<\/del>/);
  assert.match(site, /原：<del>单位门户网站<\/del>/);
  const summary = await page(customer, draftPath(filing_no));
  assert.equal([...summary.matchAll(/data-change/g)].length, 3);
  assert.match(
    plain(summary),
    /域名 1 原来 change-one\.com 改为 change-one\.com、change-two\.com /,
  );
  await fill(filing_no, 'entity', { restore: 'entity.mailing_address' });
  for (const restore of ['services.0.domains', 'services.0.content_types'])
    await fill(filing_no, 'service-0', { restore });
  assert.match(await page(customer, draftPath(filing_no)), /还没有改动任何一项/);
});

test('another leader is put back whole', async () => {
  const filing_no = await begin();
  await fill(filing_no, 'service-0', {
    'services.0.leader_same': [],
    'services.0.leader.name': '王小明',
    'services.0.leader.mobile': '13811112222',
  });
  assert.equal((await formOf(filing_no)).services[0]?.leader_same, false);
  assert.match(await page(customer, draftPath(filing_no, 'service-0')), /恢复原值/);
  await fill(filing_no, 'service-0', { restore: 'services.0.leader.name' });
  assert.equal((await formOf(filing_no)).services[0]?.leader_same, true);
  assert.match(await page(customer, draftPath(filing_no)), /还没有改动任何一项/);
});

test('an individual who changes his name leads under the new one, and is asked for it once', async () => {
  const person = await app.signedIn('customer');
  const own = await filedEntity(app, bureau.name, person, aForm('individual', 'change-person.com'));
  const filing_no = noIn(await ask(person, own, 'change'));
  const answer = await fillIn(person, draftPath(filing_no, 'entity'), { 'entity.name': '李知新' });
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
  assert.equal((await formOf(filing_no)).entity.leader.name, '李知新');
  await fillIn(person, draftPath(filing_no, 'entity'), { restore: 'entity.name' });
  assert.equal((await formOf(filing_no)).entity.leader.name, '李知行');
});

test('what a browser sends of the request itself, or of a website more, changes nothing', async () => {
  const filing_no = await begin();
  const { request, services } = await formOf(filing_no);
  const sent = {
    'request.kind': 'cancel_entity',
    'request.entity.no': 'ZT0000000000000000',
    'request.filed.0.entity.name': '别人',
    'entity.icp_number': '浙ICP备1号',
    'services.1.name': '多出来的网站',
    present: ['services', 'request.filed'],
  };
  const { version } = await filingNow(filing_no);
  const answer = await customer.post(draftPath(filing_no, 'service-0'), {
    version: String(version),
    ...sent,
  });
  assert.equal(answer.status, 303);
  const after = await formOf(filing_no);
  assert.deepEqual(after.request, request);
  assert.equal(after.services.length, services.length);
  assert.notEqual(after.entity.icp_number, '浙ICP备1号');
  const more = await customer.post(draftPath(filing_no, 'service-0'), {
    version: String((await filingNow(filing_no)).version),
    add: 'service',
  });
  assert.equal(more.status, 409);
});

test('a change that the bureau refuses comes back with marks, is mended, and then is in the record', async () => {
  const filing_no = await begin();
  await fill(filing_no, 'service-0', { 'services.0.name': '青禾网络旧名网站' });
  await give(customer, filing_no, 'materials', 'verification_form');
  assert.equal(await submit(customer, filing_no), 'provider_review');
  await bureau.fault('data_code', '*', { code: 1041 });
  await report(filing_no);
  await reaches(bureau.name, filing_no, 'bureau_rejected');
  assert.notEqual((await fresh())?.name, '青禾网络旧名网站', 'a refused change touches no record');
  const status = await page(customer, `/filings/${filing_no}`);
  assert.match(status, /去修改/);
  await fill(filing_no, 'service-0', {
    'services.0.name': '青禾网络新名网站',
    'services.0.home_url': 'change-one.com',
  });
  await through(bureau.name, customer, filing_no);
  await inRecord(async () => (await fresh())?.name === '青禾网络新名网站');
});

test('what the bureau changed meanwhile stays, and what is changed here is laid over it', async () => {
  const waiting = await begin();
  await fill(waiting, 'entity', { 'entity.remark': '只改这一句备注' });
  await app.db('filings').where({ filing_no: waiting }).update({ customer_id: 0 });
  const first = await begin();
  await app.db('filings').where({ filing_no: waiting }).update({ customer_id: customer.user_id });
  await fill(first, 'service-0', { 'services.0.name': '青禾网络第三个名' });
  await give(customer, first, 'materials', 'verification_form');
  await through(bureau.name, customer, first);
  await inRecord(async () => (await fresh())?.name === '青禾网络第三个名');
  await give(customer, waiting, 'materials', 'verification_form');
  await through(bureau.name, customer, waiting);
  await inRecord(async () => (await recordOf(entity_no)).entity.remark === '只改这一句备注');
  assert.equal((await fresh())?.name, '青禾网络第三个名');
});

test('every file that went up fits the official schema', async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
