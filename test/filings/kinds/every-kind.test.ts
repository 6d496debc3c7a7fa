import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau, until } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';
import { postJson } from '../../sandbox/process.ts';
import { flowOf } from './flow.ts';

const app = await start();
const { aFiling, aForm, aPerson, aPhoto, filingNow, withPictures } = await import(
  '../../factories.ts'
);
const { exchange, serviceByDomain } = await import('../../../src/bureau/index.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { decisionOn } = await import('../../../src/filings/begin/settle-request.ts');
const { askWanted } = await import('../../../src/bureau/status/ask.ts');
const { storePicture } = await import('../../../src/filings/drafts/pictures.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const { entitiesOf } = await import('../../../src/filings/entities/owners.ts');
const { filedRecord } = await import('../../../src/filings/entities/filed-record.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const customer = await aPerson();
const reviewer = await aPerson('reviewer');

const { change, through } = await flowOf(bureau.name, customer, reviewer);

async function give(filing_no: string, ...slots: string[]) {
  const { no } = await storePicture(customer, 'other', await aPhoto());
  await change(filing_no, Object.fromEntries(slots.map((slot) => [`materials.${slot}`, no])));
}

const eventsOf = async (id: number) =>
  (await app.db('filing_events').where({ filing_id: id }).orderBy('id')).map(({ event }) => event);

const domain = 'kinds-one.com';
let entity_no = '';
const record = async () => (await filedRecord(entity_no))!;
const begin = (kind: Parameters<typeof beginRequest>[1]['kind'], service_no?: string) =>
  beginRequest(customer, { kind, entity_no, service_no });

test('what a first filing led to is its customer’s', async () => {
  const form = await withPictures(aForm('unit', domain), customer);
  const { filing_no } = await aFiling({ customer, form });
  const row = await through(filing_no);
  assert.deepEqual([row.kind, row.status], ['initial', 'approved']);
  const [own] = await entitiesOf(app.db, customer.id);
  entity_no = own ?? '';
  assert.equal((await record()).entity.icp_number, row.entity_icp_number);
  const other = await aPerson();
  await assert.rejects(beginRequest(other, { kind: 'change', entity_no }), { code: 'not_found' });
});

test('the same certificate with a new domain is a new website, whatever the customer began', async () => {
  const first = aForm('unit', domain);
  const { entity } = await record();
  const form = await withPictures(aForm('unit', 'kinds-two.com'), customer);
  form.entity = { ...form.entity, id_number: entity.id_number };
  form.services[0]!.name = `${first.services[0]!.name}二站`;
  const { filing_no } = await aFiling({ customer, form });
  const row = await through(filing_no);
  assert.equal(row.kind, 'add_service');
  assert.equal((await record()).services.length, 2);
});

test('a change of the name and the addresses reaches the record when the bureau says so, and not before', async () => {
  const { filing_no } = await begin('change');
  const drafted = openForm(await filingNow(filing_no));
  assert.equal(drafted.services.length, 2);
  await change(filing_no, {
    'services.0.name': '改名后的网站',
    'services.0.access.ips.0.first': '203.0.113.77',
    'services.0.access.ips.0.last': '203.0.113.77',
  });
  const name = (await record()).services[0]?.name;
  assert.notEqual(name, '改名后的网站');
  await give(filing_no, 'verification_form', 'domain_certificate');
  const row = await through(filing_no);
  assert.ok((await eventsOf(row.id)).includes('completed'));
  await until(async () => {
    await exchange(bureau.name);
    return (await record()).services[0]?.name === '改名后的网站';
  });
  assert.equal((await record()).services[0]?.own[0]?.ips[0]?.first, '203.0.113.77');
});

test('a new address alone needs no paper and no SMS', async () => {
  const { filing_no } = await begin('change');
  await change(filing_no, {
    'services.0.access.ips.0.first': '203.0.113.78',
    'services.0.access.ips.0.last': '203.0.113.78',
  });
  const row = await through(filing_no);
  assert.ok(!(await eventsOf(row.id)).some((event) => event.startsWith('sms')));
});

test('material goes up by itself and is done with the last picture', async () => {
  const { filing_no } = await begin('add_material');
  await give(filing_no, 'verification_form', 'domain_certificate');
  const row = await through(filing_no);
  const taken = (await eventsOf(row.id)).filter((event) => event === 'material_taken');
  // Each website has its own verification form.
  assert.equal(taken.length, 3);
});

test('what another provider filed becomes an access of ours, and can be dropped again', async () => {
  const form = await withPictures(aForm('unit', 'kinds-three.com'), customer);
  const foreign = await postJson<{ fields: { Baxh: string } }>(`${bureau.url}/_control/record`, {
    certificate_type: form.entity.id_type,
    certificate_number: form.entity.id_number,
    domain: 'kinds-three.com',
  });
  const { filing_no } = await aFiling({ customer, form });
  const before = await decisionOn(app.db, form);
  assert.deepEqual([before?.kind, before?.is_sure], ['initial', false]);
  await until(async () => (await askWanted()) === 0);
  const decided = await decisionOn(app.db, form);
  assert.deepEqual([decided?.kind, decided?.is_sure, decided?.obstacles], ['add_access', true, []]);
  const row = await through(filing_no);
  assert.equal(row.kind, 'add_access');
  const [own = ''] = await entitiesOf(app.db, customer.id);
  const record = await filedRecord(own);
  assert.equal(record?.entity.icp_number, foreign.fields.Baxh);
  const [service] = record?.services ?? [];
  assert.deepEqual([service?.accesses.length, service?.own.length], [2, 1]);
  const request = { kind: 'drop_access', entity_no: own, service_no: service?.service_no } as const;
  const dropping = await beginRequest(customer, request);
  await change(dropping.filing_no, { 'ending.reason': '4' });
  await through(dropping.filing_no);
  await until(async () => {
    await exchange(bureau.name);
    return (
      (await serviceByDomain(app.db, 'kinds-three.com'))?.accesses.every(
        ({ is_ours, is_live }) => !(is_ours && is_live),
      ) ?? false
    );
  });
});

test('our only access is not dropped: the site would be an empty shell', async () => {
  const [service] = (await record()).services;
  await assert.rejects(begin('drop_access', service?.service_no), {
    code: 'conflict',
    message: /空壳/,
  });
});

test('a website is cancelled, and then the entity with what is left', async () => {
  const [, second] = (await record()).services;
  const one = await begin('cancel_service', second?.service_no);
  await change(one.filing_no, { 'ending.reason': '1' });
  await through(one.filing_no);
  assert.equal((await serviceByDomain(app.db, 'kinds-two.com'))?.is_live, false);
  const all = await begin('cancel_entity');
  await change(all.filing_no, { 'ending.reason': '1' });
  await through(all.filing_no);
  assert.equal((await serviceByDomain(app.db, domain))?.is_live, false);
  const first = await app.db('filings').where({ kind: 'initial' }).first();
  assert.ok(first?.ended_at, 'the filing that led to it knows');
});

test('every file that went up fits the official schema', async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
