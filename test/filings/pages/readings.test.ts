import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { begin, fillIn, formOf, isRead, LICENCE, page, problemsIn, upload } = await import(
  './stage.ts'
);
const { creditCode } = await import('../sample-numbers.ts');
const customer = await app.signedIn('customer');
const entity = (filing_no: string) => `/filings/${filing_no}/steps/entity`;
const blockOf = (html: string, name: string) =>
  html.split('<div class="field').find((block) => block.includes(`id="${name}"`)) ?? '';

async function readDraft(): Promise<{ filing_no: string; document_no: string }> {
  const filing_no = await begin(customer);
  const document_no = await upload(customer, filing_no, 'entity_licence');
  await isRead(document_no, 'licence', LICENCE);
  return { filing_no, document_no };
}

test('a page says how many pictures are still being read, and asks again until they are', async () => {
  const filing_no = await begin(customer);
  const document_no = await upload(customer, filing_no, 'entity_licence');
  const before = await page(customer, entity(filing_no));
  assert.match(before, /还有 1 张图片正在识别/);
  assert.match(before, /data-poll="\/filings\/BA\w+\/readings\?step=entity"/);
  const version = Number(/data-version="(\d+)"/.exec(before)?.[1]);
  await isRead(document_no, 'licence', LICENCE);
  const part = await page(customer, `/filings/${filing_no}/readings?step=entity`);
  assert.ok(Number(/data-version="(\d+)"/.exec(part)?.[1]) > version);
  assert.match(part, /已从照片识别并填入 <strong>4<\/strong> 项/);
  assert.doesNotMatch(part, /data-poll/);
});

test('a field that was read shows how sure that is and the piece of the picture it was read from', async () => {
  const { filing_no, document_no } = await readDraft();
  const html = await page(customer, entity(filing_no));
  assert.match(blockOf(html, 'entity.name'), /value="杭州青禾网络有限公司"/);
  assert.match(blockOf(html, 'entity.name'), /已识别 97%/);
  assert.match(blockOf(html, 'entity.id_address'), /请核对 61%/);
  const crop = `/documents/${document_no}/fields/name`;
  assert.ok(blockOf(html, 'entity.name').includes(`src="${crop}"`));
  const picture = await customer.get(crop);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers.get('content-type'), 'image/webp');
});

test('autosave is told which fields changed elsewhere, so that the page can show them', async () => {
  const { filing_no } = await readDraft();
  await page(customer, `/filings/${filing_no}/readings?step=entity`);
  const told = await customer.json('POST', `/filings/${filing_no}/draft`, undefined, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.equal(told.status, 422, 'a version is needed');
  const answer = await customer.fetch(`/filings/${filing_no}/draft`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ version: '1', 'entity.name': '', 'entity.remark': '新写的' }),
  });
  const { others, version } = JSON.parse(await answer.text());
  assert.ok(others.includes('entity.name') && others.includes('materials.entity_licence'));
  assert.ok(!others.includes('entity.remark'));
  assert.ok(version > 1);
  assert.equal((await formOf(filing_no)).entity.name, '杭州青禾网络有限公司');
});

test('saving the page accepts what was read; then a second picture changes it no more', async () => {
  const { filing_no } = await readDraft();
  const saved = await fillIn(customer, entity(filing_no), { 'entity.investor': '某某集团公司' });
  assert.equal(saved.status, 422, 'the sample number is wrong, so the page is shown again');
  const form = await formOf(filing_no);
  assert.equal(form.entity.name, '杭州青禾网络有限公司');
  const right = {
    'entity.id_number': creditCode('330000', 'MA2XYW12'),
    'entity.id_address': '浙江省杭州市滨江区网商路700号',
  };
  const again = await fillIn(customer, entity(filing_no), right);
  assert.equal(again.status, 303, problemsIn(await again.text()));
  const html = await page(customer, entity(filing_no));
  assert.match(blockOf(html, 'entity.name'), /已核对/);
  assert.doesNotMatch(html, /撤销识别填入/);
  const other = await upload(customer, filing_no, 'entity_licence');
  await isRead(other, 'licence', { ...LICENCE, name: ['另一家公司', 0.9] });
  assert.match(blockOf(await page(customer, entity(filing_no)), 'entity.name'), /value="杭州青禾/);
});

test('one press takes back all that was read on the page, and keeps what was typed', async () => {
  const { filing_no } = await readDraft();
  await page(customer, entity(filing_no));
  const undone = await fillIn(customer, entity(filing_no), {
    'entity.remark': '我写的备注',
    undo: 'readings',
  });
  assert.equal(undone.headers.get('location'), entity(filing_no));
  const form = await formOf(filing_no);
  assert.deepEqual(
    [form.entity.name, form.entity.id_number, form.entity.leader.name, form.entity.remark],
    ['', '', '', '我写的备注'],
  );
  const html = await page(customer, entity(filing_no));
  assert.doesNotMatch(html, /已识别|请核对 \d/);
});

test("another customer's readings and cut-outs do not exist", async () => {
  const { filing_no, document_no } = await readDraft();
  const stranger = await app.signedIn('customer');
  assert.equal((await stranger.get(`/filings/${filing_no}/readings?step=entity`)).status, 404);
  assert.equal((await stranger.get(`/documents/${document_no}/fields/name`)).status, 404);
});
