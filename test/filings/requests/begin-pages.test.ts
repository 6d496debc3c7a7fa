import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau, until } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';

const app = await start();
const { ask, draftPath, filedEntity, noIn, recordOf } = await import('./begin-stage.ts');
const { aFiling, aForm, filingNow } = await import('../../factories.ts');
const { fillIn, formIn, formOf, page, personOf } = await import('../pages/stage.ts');
const { askWanted } = await import('../../../src/bureau/status/ask.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const owner = await app.signedIn('customer');
const other = await app.signedIn('customer');
const form = aForm('unit', 'begin-one.com');
const { id_number } = form.entity;
const entity_no = await filedEntity(app, bureau.name, owner, form);
const drafts = async () => (await app.db('filings').where({ status: 'draft' })).length;

const posted = { entity_kind: '4', province_code: '330000' };
const told = async (client: typeof owner, typed: Record<string, string>) => {
  const answer = await client.post('/filings', { ...posted, ...typed });
  assert.equal(answer.status, 200);
  return answer.text();
};

test('nothing but who and where is needed to begin', async () => {
  const answer = await other.post('/filings', { ...posted, form_key: 'k1' });
  assert.equal(answer.headers.get('location'), draftPath(noIn(answer), 'pictures'));
  const again = await other.post('/filings', { ...posted, form_key: 'k1' });
  assert.equal(noIn(again), noIn(answer));
});

test('the kind is told before anything is made, and number and domain are in the draft then', async () => {
  const before = await drafts();
  const html = await told(owner, {
    id_number: ` ${id_number.toLowerCase()} `,
    domain: 'https://www.begin-two.com/a',
  });
  assert.match(html, /您要办的是：新增网站/);
  assert.match(html, /网站负责人会收到核验短信/);
  assert.match(html, /用已备案的主体办理/);
  assert.equal(await drafts(), before);
  const again = await owner.post('/filings', {
    ...formIn(html, 'name="confirmed"'),
    again: 'true',
  });
  assert.match(await again.text(), /name="domain"[^>]*value="https:\/\/www\.begin-two\.com\/a"/);
  const begun = await owner.post('/filings', {
    ...formIn(html, 'name="confirmed"'),
    confirmed: 'true',
  });
  const drafted = await formOf(noIn(begun));
  assert.equal(drafted.entity.id_number, id_number);
  assert.equal(drafted.entity.id_type, '1');
  assert.deepEqual(drafted.services[0]?.domains, ['begin-two.com']);
  assert.equal(drafted.request.kind, 'add_service');
  assert.equal((await filingNow(noIn(begun))).kind, 'add_service');
});

test('his own filed entity is offered with the domain that was typed', async () => {
  const html = await told(owner, { id_number, domain: 'begin-three.com' });
  const own = formIn(html, `/filings/filed/${entity_no}/requests`);
  const begun = await owner.post(`/filings/filed/${entity_no}/requests`, {
    ...own,
    kind: 'add_service',
  });
  // The papers come first: what is missing there would be told only at the end.
  assert.equal(begun.headers.get('location'), draftPath(noIn(begun), 'pictures'));
  const drafted = await formOf(noIn(begun));
  assert.deepEqual(drafted.services[0]?.domains, ['begin-three.com']);
  assert.equal(drafted.entity.name, form.entity.name);
});

test('what is filed here leads its owner to the change, and tells another only what everybody may know', async () => {
  const mine = await told(owner, { id_number, domain: 'begin-one.com' });
  assert.match(mine, new RegExp(`/filings/filed#${entity_no}`));
  assert.doesNotMatch(mine, /name="confirmed"/);
  const his = await told(other, { id_number, domain: 'begin-one.com' });
  assert.match(his, /已经在我们这里备案（浙ICP备\d+号-1）/);
  assert.ok(!his.includes(entity_no) && !his.includes(form.entity.name));
  assert.ok(!his.includes('/filings/filed'));
  const foreign = await told(other, {
    id_number: aForm().entity.id_number,
    domain: 'begin-one.com',
  });
  assert.match(foreign, /已经在我们这里备案（浙ICP备/);
  assert.ok(!foreign.includes(form.entity.name));
});

test('a request that is under way is linked for whose it is, and only named for another', async () => {
  const open = aForm('unit', 'begin-open.com');
  const { filing_no } = await aFiling({
    customer: personOf(owner),
    status: 'provider_review',
    form: open,
  });
  const typed = { id_number: open.entity.id_number, domain: 'begin-else.com' };
  const mine = await told(owner, typed);
  assert.match(mine, new RegExp(`href="/filings/${filing_no}"`));
  const his = await told(other, typed);
  assert.match(his, /已有一份申请在办理/);
  assert.ok(!his.includes(filing_no));
});

test('who types the number later is told on the pages: the kind follows, and nothing typed is lost', async () => {
  const filing_no = noIn(await other.post('/filings', { ...posted, form_key: 'k9' }));
  await fillIn(other, draftPath(filing_no, 'service-0'), {
    'services.0.name': '先填的名称',
    'services.0.domains.0': 'begin-nine.com',
  });
  assert.match(await page(other, draftPath(filing_no, 'entity')), /<h1>首次备案<\/h1>/);
  await fillIn(other, draftPath(filing_no, 'entity'), { 'entity.id_number': id_number });
  await until(async () => (await askWanted()) === 0);
  assert.equal((await filingNow(filing_no)).kind, 'add_service');
  const html = await page(other, draftPath(filing_no, 'service-0'));
  assert.match(html, /<h1>新增网站<\/h1>/);
  assert.match(html, /按证件和域名判断：新增网站。这份证件已经备案，域名还没有备案/);
  assert.match(html, /value="先填的名称"/);
});

test('the list shows what is filed, numbers of people masked, and what may be asked', async () => {
  const html = await page(owner, '/filings/filed');
  const { entity, services } = await recordOf(entity_no);
  for (const shown of [
    entity.name,
    entity.icp_number,
    services[0]?.icp_number ?? '',
    'begin-one.com',
  ])
    assert.ok(html.includes(shown), shown);
  assert.ok(!html.includes(entity.id_number) && !html.includes(entity.leader.mobile));
  assert.deepEqual(
    [...new Set([...html.matchAll(/name="kind" value="(\w+)"/g)].map(([, kind]) => kind))].sort(),
    [
      ...[
        'add_material',
        'add_service',
        'cancel_entity',
        'cancel_service',
        'change',
        'drop_access',
      ],
    ],
  );
  assert.match(await page(other, '/filings/filed'), /还没有已备案的主体/);
});

test('another customer’s entity is not there for anybody else', async () => {
  for (const no of [entity_no, 'ZT0000000000000000']) {
    const answer = await ask(other, no, 'change');
    assert.equal(answer.status, 404);
    assert.ok(!(await answer.text()).includes(form.entity.name));
  }
  assert.equal((await ask(owner, entity_no, 'initial')).status, 422);
  assert.equal((await ask(owner, entity_no, 'cancel_service', 'WZ0000000000000000')).status, 404);
});

test('what the bureau would refuse is said on the list, with the way out', async () => {
  const [site] = (await recordOf(entity_no)).services;
  const answer = await ask(owner, entity_no, 'drop_access', site?.service_no);
  assert.equal(answer.status, 409);
  assert.match(await answer.text(), /空壳。不再开办请注销网站/);
});
