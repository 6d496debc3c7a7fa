import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { checkedIn, formOf, isRead, lineOf, page, personOf, pictured } = await import(
  '../pages/stage.ts'
);
const { aForm, filingNow } = await import('../../factories.ts');
const { reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { takeReadings } = await import('../../../src/filings/drafts/readings.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));

/** The filing holds this picture at this place. */
async function holds(filing_no: string, slot: string, document_no: string): Promise<void> {
  const { openDraft, sealDraft } = await import('../../../src/filings/drafts/draft.ts');
  const draft = openDraft(await filingNow(filing_no));
  const materials = { ...draft.form.materials, [slot]: [document_no] };
  const sealed = sealDraft(filing_no, { ...draft, form: { ...draft.form, materials } });
  await app.db('filings').where({ filing_no }).update(sealed);
}

test('what the picture says differently, and what changed since last time, is marked letter by letter', async () => {
  const { filing_no, version, id } = await waiting(aForm());
  const marks = [
    { path: 'entity.mailing_address', code: 'x', message: '请写门牌', suggestion: '' },
  ];
  await reviewFiling(personOf(zhang), filing_no, { version, decision: 'return', marks, note: '' });
  const [no = ''] =
    Object.values((await (await import('../pages/stage.ts')).formOf(filing_no)).materials)[0] ?? [];
  await app.db('filing_pictures').insert({
    ...{ filing_id: id, slot: 'entity_licence', document_no: no },
    ...{ reading: 'waiting', added_at: new Date() },
  });
  await isRead(no, 'licence', { name: ['杭州青木网络有限公司', 0.88] });
  await takeReadings(id);
  const saved = await saveDraft(filing_no, personOf(customer), {
    version: (await filingNow(filing_no)).version,
    changes: { 'entity.mailing_address': '网商路699号2号楼502室' },
  });
  assert.ok(
    (await submitFiling(personOf(customer), filing_no, { version: saved.version })).submitted,
  );
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  assert.match(html, /与上次提交相比改了 1 处/);
  assert.match(
    lineOf(html, 'entity.mailing_address'),
    /网商路699号2号楼50<del>1<\/del><ins>2<\/ins>室/,
  );
  assert.match(lineOf(html, 'entity.mailing_address'), /上次要求：请写门牌/);
  const name = lineOf(html, 'entity.name');
  assert.match(name, /照片识别为“杭州青<ins>木<\/ins>网络有限公司” 88%（主办单位证件）/);
  assert.ok(name.includes(`/documents/${no}/fields/name`));
  assert.match(name, /data-tone="warn"/);
  assert.doesNotMatch(name, /name="ok"[^>]* checked/);
});

test('two pictures that read differently are each told by themselves, with their names', async () => {
  const { filing_no, id } = await waiting(aForm());
  const { withPictures } = await import('../../factories.ts');
  const other = (await withPictures(aForm(), personOf(customer))).materials;
  const [licence = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  const [card = ''] = other['entity_leader_id_front'] ?? [];
  await app.db('filing_pictures').insert(
    [['entity_licence', licence] as const, ['entity_leader_id_front', card] as const].map(
      ([slot, document_no]) => ({
        ...{ filing_id: id, slot, document_no },
        ...{ reading: 'waiting' as const, added_at: new Date() },
      }),
    ),
  );
  await isRead(licence, 'licence', { legal_person: ['谭璐熙', 0.88] });
  await isRead(card, 'id_front', { name: ['邱钰艳', 0.97] });
  await takeReadings(id);
  await holds(filing_no, 'entity_leader_id_front', card);
  await claim(zhang, filing_no);
  const name = lineOf(await page(zhang, at(filing_no)), 'entity.leader.name');
  const told = name.replaceAll(/<[^>]+>/g, '');
  assert.match(told, /照片识别为“谭璐熙” 88%（主办单位证件）/);
  assert.match(told, /照片识别为“邱钰艳” 97%（主体负责人证件正面（人像面））/);
});

test('only what a picture surely says too is ticked and called the same; the rest is for the reviewer', async () => {
  const form = aForm();
  const { filing_no, id } = await waiting(form);
  const [no = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  await app.db('filing_pictures').insert({
    ...{ filing_id: id, slot: 'entity_licence', document_no: no },
    ...{ reading: 'waiting', added_at: new Date() },
  });
  await isRead(no, 'licence', {
    name: [form.entity.name, 0.97],
    address: [form.entity.id_address, 0.42],
  });
  await takeReadings(id);
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  assert.deepEqual(checkedIn(html), ['entity.name']);
  assert.match(lineOf(html, 'entity.name'), /<span>一致<\/span>/);
  assert.match(lineOf(html, 'entity.leader.mobile'), /<span>已核对<\/span>/);
  assert.equal(html.match(/与照片识别一致 \d/g)?.length, 2);
});

test('after a resubmission what was ticked before is ticked again, but for what changed and what its pictures show', async () => {
  const { filing_no, version } = await waiting(aForm());
  await claim(zhang, filing_no);
  const all = [...(await page(zhang, at(filing_no))).matchAll(/name="ok" value="([^"]+)"/g)];
  const paths = all.map(([, path = '']) => path).filter((path) => path !== 'entity.leader.email');
  const returned = await zhang.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return', ok: [...paths, 'constructor'] },
    'words:entity.leader.email': '请换一个邮箱',
  });
  assert.equal(returned.status, 303);
  const { upload } = await import('../pages/stage.ts');
  await upload(customer, filing_no, 'entity_licence');
  await saveDraft(filing_no, personOf(customer), {
    version: (await filingNow(filing_no)).version,
    changes: { 'entity.leader.email': 'new@example.com', 'services.0.name': '青禾网络之家' },
  });
  const sent = await submitFiling(personOf(customer), filing_no);
  assert.ok(sent.submitted);
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  const ticked = checkedIn(html);
  for (const path of [
    'entity.leader.mobile',
    'services.0.domains.0',
    'materials.verification_form',
  ])
    assert.ok(ticked.includes(path), path);
  for (const path of ['entity.leader.email', 'services.0.name', 'materials.entity_licence'])
    assert.ok(!ticked.includes(path), path);
  assert.ok(!ticked.includes('entity.name'), 'the licence it was compared with is another one');
  assert.match(lineOf(html, 'entity.leader.mobile'), /上次已核对，之后没有变化/);
  assert.doesNotMatch(lineOf(html, 'entity.name'), /上次已核对/);
});

test('a first submission has no ticks from before', async () => {
  const { filing_no } = await waiting(aForm());
  await claim(zhang, filing_no);
  assert.deepEqual(checkedIn(await page(zhang, at(filing_no))), []);
});

test('the province says what a person has to look at, and other filings of the entity are linked', async () => {
  const form = aForm();
  const done = await pictured(customer, 'approved', form);
  const { filing_no } = await waiting(structuredClone(form));
  const html = await page(zhang, at(filing_no));
  assert.match(html, /浙江省：要人工核对的/);
  assert.match(html, /个体工商户没有字号时/);
  assert.ok(html.includes(`href="/review/${done.filing_no}"`));
});
