import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

await start();
const { aPerson, aPhoto, filingNow } = await import('../factories.ts');
const { createFiling } = await import('../../src/filings/steps/create-filing.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { openForm } = await import('../../src/filings/drafts/draft.ts');
const { addService, removeService } = await import('../../src/filings/drafts/services.ts');
const { addPicture, attachPicture, detachPicture } = await import(
  '../../src/filings/drafts/pictures.ts'
);
const customer = await aPerson();

async function aDraft() {
  const unit = { entity_kind: '4', province_code: '330000' };
  return createFiling(customer, unit);
}
const formNow = async (filing_no: string) => openForm(await filingNow(filing_no));
const save = (filing_no: string, version: number, changes: Record<string, string | string[]>) =>
  saveDraft(filing_no, customer, { version, changes });

test("another person's picture cannot be put into one's own filing", async () => {
  const { filing_no } = await aDraft();
  const stranger = await aPerson();
  const other = await createFiling(stranger, { entity_kind: '4', province_code: '330000' });
  const { document_no } = await addPicture(
    stranger,
    other.filing_no,
    'entity_licence',
    await aPhoto(),
  );
  const attempt = save(filing_no, 1, { 'materials.entity_licence': document_no });
  await assert.rejects(attempt, { code: 'unprocessable' });
  await assert.rejects(attachPicture(customer, filing_no, 'entity_licence', document_no), {
    code: 'not_found',
  });
  assert.deepEqual((await formNow(filing_no)).materials, {});
});

test('a new picture takes the place of the old, or joins it where several may be', async () => {
  const { filing_no } = await aDraft();
  const [one, two] = [await aPhoto(), await aPhoto()];
  await addPicture(customer, filing_no, 'entity_licence', one);
  const { document_no } = await addPicture(customer, filing_no, 'entity_licence', two);
  const first = await addPicture(customer, filing_no, 'domain_certificate', one);
  await addPicture(customer, filing_no, 'domain_certificate', two);
  const { materials } = await formNow(filing_no);
  assert.deepEqual(materials['entity_licence'], [document_no]);
  assert.equal(materials['domain_certificate']?.length, 2);
  await detachPicture(customer, filing_no, 'domain_certificate', first.document_no);
  assert.equal((await formNow(filing_no)).materials['domain_certificate']?.length, 1);
});

test('an old window cannot write into a website that moved, nor bring back one that was removed', async () => {
  const { filing_no } = await aDraft();
  const { version } = await addService(customer, filing_no);
  const filled = await save(filing_no, version, {
    'services.0.name': '一',
    'services.1.name': '二',
  });
  await removeService(customer, filing_no, { index: 0, version: filled.version });
  const stale = await save(filing_no, filled.version, {
    'services.1.name': '二改',
    'services.0.name': '一改',
  });
  assert.ok(!stale.saved);
  assert.deepEqual(stale.conflict.map(({ path }) => path).sort(), [
    'services.0.name',
    'services.1.name',
  ]);
  assert.deepEqual(
    (await formNow(filing_no)).services.map(({ name }) => name),
    ['二'],
  );
});

test('a website is removed only by a window that has seen the newest version', async () => {
  const { filing_no } = await aDraft();
  const { version } = await addService(customer, filing_no);
  await save(filing_no, version, { 'services.0.name': '一' });
  await assert.rejects(removeService(customer, filing_no, { index: 1, version }), {
    code: 'conflict',
  });
});
