import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { isRead, page, personOf, pictured } = await import('./stage.ts');
const { aForm, filingNow } = await import('../../factories.ts');
const { reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { takeReadings } = await import('../../../src/filings/drafts/readings.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const li = await app.signedIn('reviewer');
const auditor = await app.signedIn('auditor');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));
const lineOf = (html: string, path: string) =>
  html
    .split('<div class="check-line"')
    .slice(1)
    .find((line) => line.includes(`words:${path}"`)) ?? '';
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

test('the second reviewer sees who has it, and cannot decide', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const html = await page(li, at(filing_no));
  assert.match(html, /测试备案审核员<\/strong>正在审核/);
  assert.doesNotMatch(html, /name="decision"|\/claim"/);
  const decided = await li.post(at(filing_no, '/decision'), {
    version: String(version),
    decision: 'return',
    'words:entity.name': '写了半天的意见',
  });
  assert.equal(decided.status, 409);
  assert.match(await decided.text(), /没有发出，都在这里[\s\S]*写了半天的意见/);
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
});

test('returning without a mark keeps what was ticked and written, and says so at the form', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const answer = await zhang.post(at(filing_no, '/decision'), {
    version: String(version),
    decision: 'return',
    ok: ['entity.name', 'entity.id_number'],
    seen: ['0'],
    note: '打过电话，没人接',
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /退回时请至少标出一处/);
  assert.match(html, /打过电话，没人接/);
  assert.match(lineOf(html, 'entity.name'), /name="ok"[^>]* checked/);
  assert.doesNotMatch(lineOf(html, 'entity.id_address'), /name="ok"[^>]* checked/);
  assert.match(html, /name="seen" value="0" checked/);
});

test('"other" needs words, and a pass is not sent with words for the customer', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const send = (form: Record<string, string>) =>
    zhang.post(at(filing_no, '/decision'), { version: String(version), ...form });
  const wordless = await send({
    decision: 'return',
    'reason:entity.name': 'own',
    'words:entity.id_address': '住所少了门牌',
  });
  assert.equal(wordless.status, 422);
  const html = await wordless.text();
  assert.match(
    lineOf(html, 'entity.name'),
    /<details class="send-back" open>[\s\S]*请写明要怎么改/,
  );
  assert.match(lineOf(html, 'entity.id_address'), /value="住所少了门牌"/);
  const both = await send({ decision: 'pass', 'words:entity.name': '不一致' });
  assert.equal(both.status, 422);
  assert.match(await both.text(), /不能通过/);
  assert.equal((await send({})).status, 422, 'Enter in a field decides nothing');
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
});

test('reasons, own words and a word on the whole reach the customer; the next filing follows', async () => {
  const first = await waiting();
  const second = await waiting();
  await claim(zhang, first.filing_no);
  const html = await page(zhang, at(first.filing_no));
  const [, code = ''] = /<option value="(?!own)(\w+)">/.exec(lineOf(html, 'entity.name')) ?? [];
  const answer = await zhang.post(at(first.filing_no, '/decision'), {
    version: String(first.version),
    decision: 'return',
    'reason:entity.name': code,
    'words:entity.mailing_address': '请写到门牌号',
    'words:': '请补充网站建设方案',
    'words:constructor': 'x',
    'words:__proto__': 'x',
  });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location') ?? '', /^\/review(\/BA\w+)?$/);
  assert.notEqual(answer.headers.get('location'), at(first.filing_no));
  const told = await page(customer, `/filings/${first.filing_no}`);
  assert.match(told, /3 处需要处理/);
  assert.match(told, /请写到门牌号/);
  assert.match(told, /整份备案<\/strong>[\s\S]*请补充网站建设方案/);
  assert.equal((await filingNow(second.filing_no)).status, 'provider_review');
});

test('what the picture says differently, and what changed since last time, is marked letter by letter', async () => {
  const { filing_no, version, id } = await waiting(aForm());
  const marks = [
    { path: 'entity.mailing_address', code: 'x', message: '请写门牌', suggestion: '' },
  ];
  await reviewFiling(personOf(zhang), filing_no, { version, decision: 'return', marks, note: '' });
  const [no = ''] =
    Object.values((await (await import('./stage.ts')).formOf(filing_no)).materials)[0] ?? [];
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
  assert.match(name, /照片识别为“杭州青<del>禾<\/del><ins>木<\/ins>网络有限公司” 88%/);
  assert.ok(name.includes(`/documents/${no}/fields/name`));
  assert.match(name, /data-tone="warn"/);
  assert.doesNotMatch(name, /name="ok"[^>]* checked/);
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

test('the queue is filtered by its address, and "next" leads to a free filing', async () => {
  const { filing_no } = await waiting();
  await claim(li, filing_no);
  assert.ok((await page(li, '/review?show=mine')).includes(filing_no));
  assert.ok(!(await page(zhang, '/review?show=mine')).includes(filing_no));
  assert.ok(!(await page(zhang, '/review?show=free')).includes(filing_no));
  assert.equal((await zhang.get('/review?show=constructor')).status, 200);
  const next = (await zhang.get('/review/next')).headers.get('location') ?? '';
  assert.match(next, /^\/review\/BA/);
  assert.notEqual(next, at(filing_no));
});

test('all filings are found by domain, number of the certificate and of the filing; pages follow each other', async () => {
  const other = await app.signedIn('customer');
  const form = aForm();
  const made = [];
  for (let count = 0; count < 23; count++) made.push(await pictured(other, 'withdrawn', aForm()));
  const one = await pictured(other, 'bureau_review', form);
  const find = async (query: string) =>
    [...(await page(auditor, `/all-filings?${query}`)).matchAll(/href="\/review\/(BA\w+)"/g)].map(
      ([, no]) => no,
    );
  assert.deepEqual(await find(`q=${form.services[0]?.domains[0]}`), [one.filing_no]);
  assert.deepEqual(await find(`q=${form.entity.id_number}`), [one.filing_no]);
  assert.deepEqual(await find('status=bureau_review&province_code=330000'), [one.filing_no]);
  assert.deepEqual(await find('q=nothing.example'), []);
  for (const sort of ['', '&sort=status_at', '&order=asc', '&sort=status_at&order=asc']) {
    const first = await page(auditor, `/all-filings?status=withdrawn${sort}`);
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const numbers = (html: string) =>
      [...html.matchAll(/href="\/review\/(BA\w+)"/g)].map(([, no]) => no);
    const all = [...numbers(first), ...numbers(await page(auditor, next))];
    assert.equal(all.length, 23, sort);
    assert.deepEqual(new Set(all), new Set(made.map((row) => row.filing_no)), sort);
  }
  assert.equal(
    (await zhang.get(`/search?q=${one.filing_no}`)).headers.get('location'),
    at(one.filing_no),
  );
  for (const strange of [
    'after=x',
    'after=1.2.3',
    `after=${'9'.repeat(30)}.1`,
    'q=%00%27',
    'status=x',
    'sort=x',
  ])
    assert.equal((await auditor.get(`/all-filings?${strange}`)).status, 200, strange);
});

test('the columns one chose are remembered', async () => {
  assert.match(await page(auditor, '/all-filings'), /<th[^>]*>省份/);
  const answer = await auditor.post('/all-filings/columns', {
    columns: ['source', 'reviewer', 'constructor'],
    back: '/all-filings?status=withdrawn',
  });
  assert.equal(answer.headers.get('location'), '/all-filings?status=withdrawn');
  const html = await page(auditor, '/all-filings');
  assert.match(html, /<th[^>]*>来源/);
  assert.doesNotMatch(html, /<th[^>]*>省份/);
  const away = await auditor.post('/all-filings/columns', { back: '//evil.example' });
  assert.equal(away.headers.get('location'), '/all-filings');
});
