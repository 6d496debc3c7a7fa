import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '../../src/documents/index.ts';
import { start } from '../harness.ts';

const app = await start();
const { aForm, aFiling, aPerson, aPhoto, filingNow } = await import('../factories.ts');
const { createFiling } = await import('../../src/filings/steps/create-filing.ts');
const { openForm } = await import('../../src/filings/drafts/draft.ts');
const { addPicture } = await import('../../src/filings/drafts/pictures.ts');
const { acceptReadings, readingsSince, undoReadings } = await import(
  '../../src/filings/drafts/judge-readings.ts'
);
const { sweepReadings, takeReadings } = await import('../../src/filings/drafts/readings.ts');
const { removeService, addService } = await import('../../src/filings/drafts/services.ts');
const { reviewPage } = await import('../../src/filings/pages/review-page.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { seal } = await import('../../src/platform/seal.ts');
const customer = await aPerson();

const reading = (kind: Reading['kind'], values: Record<string, string>): Reading => ({
  ...{ kind, confidence: 0.9, turned: 0, skew_deg: 0, engine: 'test', ms: 1 },
  upright: { width: 400, height: 260 },
  quality: { ok: true, problems: [], width: 400, height: 260, sharpness: 1, brightness: 128 },
  fields: Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      { value, confidence: 0.93, warnings: [] },
    ]),
  ),
});
const licence = reading('licence', {
  name: '杭州青禾网络有限公司',
  credit_code: '91330000MA2XYW1234',
  address: '浙江省杭州市滨江区网商路699号',
  legal_person: '张晨曦',
  term: '2014年11月16日至2034年1月5日',
});

async function aDraft(kind = '4'): Promise<string> {
  const { filing_no } = await createFiling(customer, {
    entity_kind: kind,
    province_code: '330000',
  });
  return filing_no;
}
/** The picture is in its slot, and OCR has read this in it. */
async function pictured(filing_no: string, slot: string, read: Reading): Promise<string> {
  const { document_no } = await addPicture(customer, filing_no, slot, await aPhoto());
  await isRead(document_no, read);
  return document_no;
}
async function isRead(document_no: string, read: Reading): Promise<void> {
  await app
    .db('documents')
    .where({ no: document_no })
    .update({
      ocr_status: 'done',
      reading_sealed: seal(JSON.stringify(read), `documents.reading_sealed:${document_no}`),
    });
}
const formNow = async (filing_no: string) => openForm(await filingNow(filing_no));
const take = async (filing_no: string) => takeReadings((await filingNow(filing_no)).id);

test('what OCR reads fills the fields nobody has filled, and the window that asks is told', async () => {
  const filing_no = await aDraft();
  const before = await filingNow(filing_no);
  await pictured(filing_no, 'entity_licence', licence);
  const news = await readingsSince(customer, filing_no, before.version);
  assert.equal(news.waiting, 0);
  const { entity } = await formNow(filing_no);
  assert.deepEqual(
    [entity.name, entity.id_number, entity.id_valid_until, entity.leader.name],
    ['杭州青禾网络有限公司', '91330000MA2XYW1234', '2034-01-05', '张晨曦'],
  );
  assert.deepEqual(news.filled.map(({ path }) => path).sort(), [
    'entity.id_address',
    'entity.id_number',
    'entity.id_valid_until',
    'entity.leader.name',
    'entity.name',
  ]);
  assert.deepEqual((await readingsSince(customer, filing_no, news.version)).filled, []);
});

test('what a person typed is never overwritten by what was read, only kept beside it', async () => {
  const filing_no = await aDraft();
  await saveDraft(filing_no, customer, { version: 1, changes: { 'entity.name': '我写的名称' } });
  await pictured(filing_no, 'entity_licence', licence);
  await sweepReadings();
  const { entity } = await formNow(filing_no);
  assert.deepEqual([entity.name, entity.id_number], ['我写的名称', '91330000MA2XYW1234']);
  const rows = await app.db('filing_readings').where({ path: 'entity.name', state: 'kept' });
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes('青禾'));
});

test('what was typed while a picture was being read wins over the reading', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', licence);
  const { version } = await filingNow(filing_no);
  await take(filing_no);
  const typed = await saveDraft(filing_no, customer, {
    version,
    changes: { 'entity.name': '我同时写的', 'entity.id_number': '' },
  });
  assert.equal(typed.saved, true);
  const { entity } = await formNow(filing_no);
  assert.deepEqual([entity.name, entity.id_number], ['我同时写的', '91330000MA2XYW1234']);
});

test('a second picture replaces what was read, not what the person has accepted', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', licence);
  await take(filing_no);
  await acceptReadings(customer, filing_no, ['entity.id_number']);
  const other = reading('licence', { name: '另一家公司', credit_code: '91330000OTHER00000' });
  await pictured(filing_no, 'entity_licence', other);
  await take(filing_no);
  const { entity } = await formNow(filing_no);
  assert.deepEqual([entity.name, entity.id_number], ['另一家公司', '91330000MA2XYW1234']);
});

test('one act puts back what was there before, and it does not come again', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', licence);
  await take(filing_no);
  await saveDraft(filing_no, customer, {
    version: (await filingNow(filing_no)).version,
    changes: { 'entity.leader.name': '我改的' },
  });
  const { restored } = await undoReadings(customer, filing_no, [
    'entity.name',
    'entity.leader.name',
  ]);
  assert.deepEqual(restored, [{ path: 'entity.name', value: '' }]);
  await sweepReadings();
  const { entity } = await formNow(filing_no);
  assert.deepEqual([entity.name, entity.leader.name], ['', '我改的']);
});

test('a picture of the wrong kind fills nothing', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', reading('id_front', { name: '李四' }));
  await take(filing_no);
  assert.equal((await formNow(filing_no)).entity.name, '');
  const { id } = await filingNow(filing_no);
  const [picture] = await app.db('filing_pictures').where({ filing_id: id });
  assert.equal(picture?.reading, 'wrong_kind');
});

test('a picture that was replaced before it was read fills nothing', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', licence);
  await addPicture(customer, filing_no, 'entity_licence', await aPhoto());
  await take(filing_no);
  assert.equal((await formNow(filing_no)).entity.name, '');
});

test('cards of an individual and of website leaders fill their own fields', async () => {
  const filing_no = await aDraft('5');
  const front = { name: '李知行', id_number: '330199199211300121', address: '杭州市文三路1号' };
  await pictured(filing_no, 'entity_id_front', reading('id_front', front));
  await pictured(filing_no, 'entity_id_back', reading('id_back', { valid_to: '长期' }));
  await addService(customer, filing_no);
  await pictured(filing_no, 'service_1_leader_id_front', reading('id_front', { name: '王澄海' }));
  await take(filing_no);
  const { entity, services } = await formNow(filing_no);
  assert.deepEqual(
    [entity.name, entity.id_number, entity.id_address, entity.id_valid_until],
    ['李知行', '330199199211300121', '杭州市文三路1号', '长期'],
  );
  assert.deepEqual(
    services.map(({ leader }) => leader.name),
    ['', '王澄海'],
  );
  const { version } = await filingNow(filing_no);
  await removeService(customer, filing_no, { index: 0, version });
  await take(filing_no);
  const rows = await app.db('filing_readings').where({ path: 'services.0.leader.name' });
  assert.equal(rows.length, 1);
});

test('eight who take up the same reading at once fill it in once', async () => {
  const filing_no = await aDraft();
  await pictured(filing_no, 'entity_licence', licence);
  const { id, version } = await filingNow(filing_no);
  await Promise.all(Array.from({ length: 8 }, () => takeReadings(id)));
  assert.equal((await filingNow(filing_no)).version, version + 1);
  assert.equal((await app.db('filing_readings').where({ filing_id: id })).length, 5);
});

test('the reviewer sees where the form and the picture disagree', async () => {
  const form = aForm();
  form.entity.name = '杭州别的网络有限公司';
  const row = await aFiling({ customer, form, status: 'provider_review' });
  const { document_no } = await addPicture(
    customer,
    await aDraft(),
    'entity_licence',
    await aPhoto(),
  );
  form.materials['entity_licence'] = [document_no];
  const { sealDraft } = await import('../../src/filings/drafts/draft.ts');
  const columns = sealDraft(row.filing_no, { form, fields: {}, version: row.version });
  await app.db('filings').where({ id: row.id }).update(columns);
  await app.db('filing_pictures').insert({
    ...{ filing_id: row.id, slot: 'entity_licence', document_no },
    ...{ reading: 'waiting', added_at: new Date() },
  });
  await isRead(document_no, licence);
  await takeReadings(row.id);
  const { read } = await reviewPage(await aPerson('reviewer'), row.filing_no);
  const name = read.find(({ path }) => path === 'entity.name');
  assert.deepEqual([name?.value, name?.agrees], ['杭州青禾网络有限公司', false]);
  assert.equal((await formNow(row.filing_no)).entity.name, '杭州别的网络有限公司');
});
