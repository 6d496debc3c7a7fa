import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { formOf, page, pictured } = await import('../pages/stage.ts');
const { aForm } = await import('../../factories.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const li = await app.signedIn('reviewer');
const auditor = await app.signedIn('auditor');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));
const looks = (filing_no: string) =>
  app.db('audit_entries').where({ subject: `filing:${filing_no}`, action: 'filing.revealed' });

test('before it is claimed a filing is masked, pictures too; then all is shown, and that is recorded', async () => {
  const form = aForm('individual');
  const { filing_no } = await waiting(form);
  const before = await page(zhang, at(filing_no));
  assert.ok(!before.includes(form.entity.id_number) && !before.includes('李知行'));
  assert.doesNotMatch(before, /\/documents\/|name="decision"|name="ok"/);
  assert.equal((await looks(filing_no)).length, 0);
  await claim(zhang, filing_no);
  const open = await page(zhang, at(filing_no));
  assert.ok(open.includes(form.entity.id_number) && open.includes('李知行'));
  assert.match(open, /data-countdown/);
  assert.equal((await looks(filing_no)).length, 1);
});

test('an auditor reads masked, sees one field after giving a reason, and decides nothing', async () => {
  const form = aForm('individual');
  const { filing_no } = await waiting(form);
  const html = await page(auditor, at(filing_no));
  const url = at(filing_no, '/reveals/entity.id_number');
  assert.ok(html.includes(`data-reveal="${url}"`));
  assert.doesNotMatch(html, /name="decision"|\/claim/);
  const reason = { reason: '抽查' };
  const told = await auditor.fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(reason),
  });
  assert.deepEqual(JSON.parse(await told.text()), { value: form.entity.id_number });
  assert.match(await page(auditor, url), /为什么要看/);
  assert.equal((await auditor.post(url, { reason: ' ' })).status, 422);
  assert.ok((await (await auditor.post(url, reason)).text()).includes(form.entity.id_number));
  assert.equal((await looks(filing_no)).length, 2);
  for (const deed of ['/claim', '/decision', '/resending', '/claim/removal'])
    assert.equal((await auditor.post(at(filing_no, deed))).status, 403, deed);
  assert.equal((await auditor.get(at(filing_no, '/reveals/constructor'))).status, 404);
});

test('pictures are open to who has claimed the filing, as long as he has it, and to nobody else', async () => {
  const { filing_no } = await waiting();
  const [no = ''] = Object.values((await formOf(filing_no)).materials)[0] ?? [];
  const statuses = async (client: typeof zhang) =>
    Promise.all(
      ['view', 'thumb'].map(async (size) => (await client.get(`/documents/${no}/${size}`)).status),
    );
  assert.match(await page(zhang, at(filing_no)), /认领后可见/);
  assert.deepEqual(await statuses(zhang), [404, 404]);
  await claim(zhang, filing_no);
  assert.deepEqual(await statuses(zhang), [200, 200]);
  for (const other of [li, auditor]) assert.deepEqual(await statuses(other), [404, 404]);
  assert.doesNotMatch(await page(li, at(filing_no)), /\/documents\/|\/files\//);
  assert.deepEqual(await statuses(customer), [200, 200]);
  const thumb = await zhang.get(`/documents/${no}/thumb`);
  assert.equal(thumb.headers.get('cache-control'), 'no-store');
  await zhang.post(at(filing_no, '/claim/removal'));
  assert.deepEqual(await statuses(zhang), [404, 404]);
});

test('a claim opens the pictures of its own filing only', async () => {
  const mine = await waiting();
  const other = await waiting();
  const [no = ''] = Object.values((await formOf(other.filing_no)).materials)[0] ?? [];
  await claim(zhang, mine.filing_no);
  assert.equal((await zhang.get(`/documents/${no}/view`)).status, 404);
});

test('who has not claimed it sees a picture after saying why; each look is recorded', async () => {
  const { filing_no } = await waiting();
  await claim(zhang, filing_no);
  const [slot = ''] = Object.keys((await formOf(filing_no)).materials);
  const url = at(filing_no, `/reveals/materials.${slot}`);
  assert.ok((await page(auditor, at(filing_no))).includes(`href="${url}"`));
  assert.equal((await auditor.post(url, { reason: '' })).status, 422);
  const before = (await looks(filing_no)).length;
  const shown = await (await auditor.post(url, { reason: '抽查' })).text();
  const link = /src="(\/files\/[^"]+)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const picture = await auditor.get(link);
  assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
  assert.equal((await looks(filing_no)).length, before + 1);
  assert.equal(
    (await auditor.post(at(filing_no, '/reveals/materials.x'), { reason: '抽查' })).status,
    404,
  );
  assert.equal((await customer.post(url, { reason: '抽查' })).status, 403);
});
