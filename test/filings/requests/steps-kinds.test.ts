import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau, until } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';
import { postJson } from '../../sandbox/process.ts';

const app = await start();
const { ask, draftPath, filedEntity, give, noIn, recordOf, through } = await import(
  './begin-stage.ts'
);
const { aForm, aFiling, withPictures } = await import('../../factories.ts');
const { fillIn, formOf, page, personOf, problemsIn } = await import('../pages/stage.ts');
const { askWanted } = await import('../../../src/bureau/status/ask.ts');
const { exchange, serviceByDomain } = await import('../../../src/bureau/index.ts');
const { entitiesOf } = await import('../../../src/filings/entities/owners.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const customer = await app.signedIn('customer');
const entity_no = await filedEntity(app, bureau.name, customer, aForm('unit', 'steps-one.com'));

const fill = async (
  filing_no: string,
  step: string,
  changes: Record<string, string | string[]>,
) => {
  const answer = await fillIn(customer, draftPath(filing_no, step), changes);
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
};

test('a new website of a filed entity is begun from it: the entity is read, the site is filled in', async () => {
  const begun = await ask(customer, entity_no, 'add_service');
  const filing_no = noIn(begun);
  assert.equal(begun.headers.get('location'), draftPath(filing_no, 'pictures'));
  const entity = await page(customer, draftPath(filing_no, 'entity'));
  assert.match(entity, /已备案的主体/);
  assert.match(entity, /主体信息有变化？先办变更/);
  assert.doesNotMatch(entity, /name="entity\./);
  const { services, materials } = aForm('unit', 'steps-two.com');
  const [site] = services;
  assert.ok(site);
  await fill(filing_no, 'service-0', {
    'services.0.name': `${site.name}二站`,
    'services.0.content_types': site.content_types,
    'services.0.remark': site.remark,
    'services.0.domains.0': 'steps-two.com',
    'services.0.leader_same': 'true',
    'services.0.access.methods': site.access.methods,
    'services.0.access.locations': site.access.locations,
    'services.0.access.ips.0.first': site.access.ips[0]?.first ?? '',
  });
  assert.match(
    await page(customer, draftPath(filing_no, 'service-0')),
    /按证件和域名判断：新增网站/,
  );
  const slots = Object.keys(materials);
  await give(customer, filing_no, 'pictures', ...slots.filter((slot) => /licence|_id_/.test(slot)));
  await give(
    customer,
    filing_no,
    'materials',
    ...slots.filter((slot) => !/licence|_id_/.test(slot)),
  );
  const row = await through(bureau.name, customer, filing_no);
  assert.equal(row.kind, 'add_service');
  assert.equal((await recordOf(entity_no)).services.length, 2);
});

test('material is handed in for what is filed, and nothing else is asked', async () => {
  const filing_no = noIn(await ask(customer, entity_no, 'add_material'));
  const html = await page(customer, draftPath(filing_no, 'materials'));
  assert.doesNotMatch(html, /name="(entity|services)\./);
  await give(customer, filing_no, 'materials', 'verification_form');
  const row = await through(bureau.name, customer, filing_no);
  assert.equal(row.kind, 'add_material');
});

test('what another provider filed becomes an access of ours by the ordinary form, and is dropped again', async () => {
  const other = await app.signedIn('customer');
  const form = await withPictures(aForm('unit', 'steps-three.com'), personOf(other));
  await postJson(`${bureau.url}/_control/record`, {
    certificate_type: form.entity.id_type,
    certificate_number: form.entity.id_number,
    domain: 'steps-three.com',
  });
  const { filing_no } = await aFiling({ customer: personOf(other), form });
  await page(other, draftPath(filing_no, 'entity'));
  await until(async () => (await askWanted()) === 0);
  const html = await page(other, draftPath(filing_no, 'service-0'));
  assert.match(html, /按证件和域名判断：新增接入/);
  assert.doesNotMatch(html, /name="services\.0\.content_types"/);
  const row = await through(bureau.name, other, filing_no);
  assert.equal(row.kind, 'add_access');
  const [own = ''] = await entitiesOf(app.db, other.user_id);
  const [site] = (await recordOf(own)).services;
  const dropping = noIn(await ask(other, own, 'drop_access', site?.service_no));
  const ended = await fillIn(other, draftPath(dropping, 'ending'), { 'ending.reason': '4' });
  assert.equal(ended.headers.get('location'), draftPath(dropping));
  assert.match(await page(other, draftPath(dropping)), /不需要短信核验/);
  await through(bureau.name, other, dropping);
  await until(async () => {
    await exchange(bureau.name);
    return (await recordOf(own)).services[0]?.own.length === 0;
  });
  const again = await ask(other, own, 'add_access', site?.service_no);
  const returning = noIn(again);
  assert.equal(again.headers.get('location'), draftPath(returning, 'pictures'));
  const access = form.services[0]?.access;
  const filled = await fillIn(other, draftPath(returning, 'service-0'), {
    'services.0.access.methods': access?.methods ?? [],
    'services.0.access.locations': access?.locations ?? [],
    'services.0.access.ips.0.first': access?.ips[0]?.first ?? '',
  });
  assert.equal(filled.status, 303, problemsIn(await filled.text()));
  assert.match(await page(other, draftPath(returning, 'entity')), /已备案的主体/);
  const slots = Object.keys(form.materials);
  const isCard = (slot: string) => /licence|_id_/.test(slot);
  await give(other, returning, 'pictures', ...slots.filter(isCard));
  await give(other, returning, 'materials', ...slots.filter((slot) => !isCard(slot)));
  assert.equal((await through(bureau.name, other, returning)).kind, 'add_access');
});

test('a website is cancelled from its line, and the entity from its own', async () => {
  const [, second] = (await recordOf(entity_no)).services;
  const one = noIn(await ask(customer, entity_no, 'cancel_service', second?.service_no));
  const html = await page(customer, draftPath(one, 'ending'));
  assert.match(html, /备案号作废，不能恢复/);
  await fill(one, 'ending', { 'ending.reason': '1', 'ending.remark': '不再开办' });
  assert.equal((await formOf(one)).ending.remark, '不再开办');
  await through(bureau.name, customer, one);
  assert.equal((await serviceByDomain(app.db, 'steps-two.com'))?.is_live, false);
  const all = noIn(await ask(customer, entity_no, 'cancel_entity'));
  const silent = await fillIn(customer, draftPath(all, 'ending'), {});
  assert.equal(silent.status, 303, 'a page may be left with what is missing');
  assert.match(await page(customer, draftPath(all)), /请选择原因/);
  await fill(all, 'ending', { 'ending.reason': '1' });
  await through(bureau.name, customer, all);
  assert.equal((await serviceByDomain(app.db, 'steps-one.com'))?.is_live, false);
  assert.match(await page(customer, '/filings/filed'), /已注销/);
  assert.equal((await ask(customer, entity_no, 'change')).status, 409);
});

test('every file that went up fits the official schema', async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
