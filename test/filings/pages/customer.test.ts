import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { begin, fillIn, formIn, formOf, page, personOf, pictured, problemsIn } = await import(
  './stage.ts'
);
const { aForm, filingNow } = await import('../../factories.ts');
const { reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { secondSite } = await import('../sample-forms.ts');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const step = (filing_no: string, key: string) => `/filings/${filing_no}/steps/${key}`;
const marks = [
  { path: 'entity.mailing_address', code: 'x', message: '请写到门牌', suggestion: '' },
];

/** A filing that came back with a mark at its address. */
async function returned() {
  const { filing_no, version } = await pictured(customer, 'provider_review');
  const decision = { version, decision: 'return', marks, note: '' } as const;
  await reviewFiling(personOf(reviewer), filing_no, { ...decision, marks });
  return filing_no;
}
async function submit(filing_no: string, more: Record<string, string> = {}) {
  const html = await page(customer, step(filing_no, 'summary'));
  return customer.post(`/filings/${filing_no}/submission`, {
    ...formIn(html, '/submission"'),
    ...more,
  });
}

test('a filing that came back says what is still to be mended, and is not sent again as it was', async () => {
  const filing_no = await returned();
  assert.match(await page(customer, step(filing_no, 'summary')), /审核意见中还有 1 处没有改/);
  const same = await submit(filing_no);
  assert.equal(same.status, 422);
  assert.match(await same.text(), /还没有提交：标出的地方还有 1 处没有改/);
  assert.equal((await filingNow(filing_no)).status, 'needs_fix');
  const address = { 'entity.mailing_address': '网商路700号1幢2楼201室' };
  const saved = await fillIn(customer, step(filing_no, 'entity'), address);
  assert.equal(saved.headers.get('location'), step(filing_no, 'summary'));
  const html = await page(customer, step(filing_no, 'summary'));
  assert.match(html, /与上次提交相比改了：<\/strong>通信地址/);
  assert.doesNotMatch(html, /审核意见中还有/);
  assert.match(await page(customer, `/filings/${filing_no}`), /已改，待提交/);
  assert.equal((await submit(filing_no)).headers.get('location'), `/filings/${filing_no}`);
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
});

test('who has nothing to change says so, and may send it again', async () => {
  const filing_no = await returned();
  const silent = await submit(filing_no, { nothing_to_change: 'true' });
  assert.equal(silent.status, 422);
  assert.match(
    await silent.text(),
    /name="nothing_to_change"[^>]* checked[\s\S]*请给审核员写一句说明/,
  );
  const word_to_reviewer = '电话 13800001234 现在可以接听';
  const again = await submit(filing_no, { nothing_to_change: 'true', word_to_reviewer });
  assert.equal(again.status, 303, problemsIn(await again.text()));
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
  assert.ok(!(await page(reviewer, `/review/${filing_no}`)).includes('13800001234'));
  await reviewer.post(`/review/${filing_no}/claim`);
  assert.ok((await page(reviewer, `/review/${filing_no}`)).includes(word_to_reviewer));
});

test('a change somewhere else mends nothing: each marked field is named as not changed', async () => {
  const filing_no = await returned();
  await fillIn(customer, step(filing_no, 'entity'), { 'entity.remark': '换了一句备注' });
  const again = await submit(filing_no);
  assert.equal(again.status, 422);
  const html = await again.text();
  assert.match(html, /标出的地方还有 1 处没有改/);
  assert.match(html, /steps\/entity#entity\.mailing_address"[^<]*<\/a>[^<]*（这一项还没有修改）/);
  assert.equal((await filingNow(filing_no)).status, 'needs_fix');
});

test('what another window changed after the summary was shown is shown before it is sent', async () => {
  const { filing_no } = await pictured(customer);
  const html = await page(customer, step(filing_no, 'summary'));
  await fillIn(customer, step(filing_no, 'entity'), { 'entity.remark': '另一个窗口写的' });
  const path = `/filings/${filing_no}/submission`;
  const stale = await customer.post(path, formIn(html, '/submission"'));
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /改动的是：备注/);
  assert.equal((await filingNow(filing_no)).status, 'draft');
  assert.equal((await submit(filing_no)).status, 303);
});

test('pressed eight times at once it is submitted once, and every press ends at its page', async () => {
  const { filing_no, id } = await pictured(customer);
  const form = formIn(await page(customer, step(filing_no, 'summary')), '/submission"');
  const presses = Array.from({ length: 8 }, () =>
    customer.post(`/filings/${filing_no}/submission`, form),
  );
  const answers = await Promise.all(presses);
  assert.equal((await app.db('filing_versions').where({ filing_id: id })).length, 1);
  for (const answer of answers)
    if (answer.status !== 303) assert.equal(answer.status, 409, problemsIn(await answer.text()));
  assert.ok(answers.some(({ status }) => status === 303));
  assert.equal((await customer.post(`/filings/${filing_no}/submission`, form)).status, 303);
});

test('eight presses begin one draft, and a wrong choice is asked again with what was chosen', async () => {
  const fresh = await app.signedIn('customer');
  const html = await page(fresh, '/filings/new');
  const form = { ...formIn(html, 'action="/filings"'), entity_kind: '5', province_code: '330000' };
  const answers = await Promise.all(Array.from({ length: 8 }, () => fresh.post('/filings', form)));
  const places = new Set(answers.map((answer) => answer.headers.get('location')));
  assert.equal(places.size, 1);
  assert.match([...places][0] ?? '', /^\/filings\/BA\w{16}\/steps\/pictures$/);
  assert.equal((await app.db('filings').where({ customer_id: fresh.user_id })).length, 1);
  for (const wrong of [{}, { entity_kind: '999', province_code: '330000' }, { entity_kind: '5' }]) {
    const answer = await fresh.post('/filings', { ...wrong });
    assert.equal(answer.status, 422, JSON.stringify(wrong));
    const again = await answer.text();
    assert.match(again, /请选择/);
    if ('entity_kind' in wrong && wrong.entity_kind === '5')
      assert.match(again, /value="5"[^>]* checked/);
  }
});

test('the SMS page names each person once with his number, and one press says that all is done', async () => {
  const { filing_no } = await pictured(customer, 'sms_pending', secondSite(aForm(), true));
  const html = await page(customer, `/filings/${filing_no}`);
  for (const words of [/张晨曦/, /138\*{4}0001/, /王澄海/, /138\*{4}0005/, /12381/, /有 2 人/])
    assert.match(html, words);
  assert.doesNotMatch(html, /13800000001/);
  const done = () => customer.post(`/filings/${filing_no}/sms-verification`);
  const answers = await Promise.all(Array.from({ length: 8 }, done));
  assert.ok(answers.some(({ status }) => status === 303));
  assert.equal((await filingNow(filing_no)).status, 'bureau_review');
  assert.equal((await done()).status, 303);
  assert.match(await page(customer, `/filings/${filing_no}`), /已完成短信核验/);
});

test('what was sent can be read while it is under way, with the numbers of cards masked', async () => {
  const { filing_no } = await pictured(customer);
  const own = `/filings/${filing_no}/submitted`;
  assert.equal((await customer.get(own)).status, 404, 'nothing was sent yet');
  assert.equal((await submit(filing_no)).status, 303);
  assert.match(await page(customer, `/filings/${filing_no}`), new RegExp(`href="${own}"`));
  const html = await page(customer, own);
  const { entity } = await formOf(filing_no);
  assert.ok(html.includes(entity.mailing_address) && html.includes(entity.id_number));
  assert.ok(!html.includes(entity.leader.id_number));
  assert.ok(html.includes(entity.leader.id_number.slice(-4)));
  assert.match(html, /<img src="\/documents\//);
  assert.doesNotMatch(html, /<form[^>]*submission|>修改<\/a>/);
  const stranger = await app.signedIn('customer');
  assert.equal((await stranger.get(own)).status, 404);
});

test('a second window of a form that was sent off leads to where it stands, with a word', async () => {
  const { filing_no } = await pictured(customer);
  const open = formIn(await page(customer, step(filing_no, 'entity')), 'data-autosave');
  assert.equal((await submit(filing_no)).status, 303);
  const leads = async (answer: Response) => {
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), `/filings/${filing_no}`);
    const told = decodeURIComponent(answer.headers.get('set-cookie') ?? '');
    assert.match(told, /已经提交，现在不能修改/);
  };
  for (const key of ['pictures', 'entity', 'service-0', 'materials', 'summary'])
    await leads(await customer.get(step(filing_no, key)));
  await leads(await customer.post(step(filing_no, 'entity'), open));
  const removal = `/filings/${filing_no}/services/0/removal`;
  await leads(await customer.post(removal, { version: '1' }));
});

test('what was typed into a form that closed meanwhile can be copied', async () => {
  const { filing_no } = await pictured(customer);
  const path = step(filing_no, 'entity');
  const form = formIn(await page(customer, path), 'data-autosave');
  assert.equal((await submit(filing_no)).status, 303);
  const late = await customer.post(path, { ...form, 'entity.remark': '刚写好的一段备注' });
  assert.equal(late.status, 409);
  const html = await late.text();
  assert.match(html, /刚写好的一段备注/);
  assert.doesNotMatch(html, /网商路699号/, 'only what is new');
  assert.equal((await formOf(filing_no)).entity.remark, '');
});

test('two windows and one field: the second sees both values, and sending again takes its own', async () => {
  const filing_no = await begin(customer);
  const path = step(filing_no, 'entity');
  const stale = formIn(await page(customer, path), 'data-autosave');
  await fillIn(customer, path, {
    'entity.name': '杭州甲木网络有限公司',
    'entity.investor': '集团',
  });
  const mine = { ...stale, 'entity.name': '杭州乙木网络有限公司' };
  const conflict = await customer.post(path, mine);
  assert.equal(conflict.status, 409);
  const html = await conflict.text();
  assert.match(
    html,
    /单位名称<\/a>：另一处已改为“杭州甲木网络有限公司”，您填的是“杭州乙木网络有限公司”/,
  );
  assert.equal((await formOf(filing_no)).entity.name, '杭州甲木网络有限公司');
  const again = await customer.post(path, formIn(html, 'data-autosave'));
  assert.equal(again.status, 303, problemsIn(await again.text()));
  const { entity } = await formOf(filing_no);
  assert.deepEqual([entity.name, entity.investor], ['杭州乙木网络有限公司', '集团']);
});

test('a session that ends while a page is filled in loses nothing of it', async () => {
  const person = await app.signedIn('customer');
  const filing_no = await begin(person);
  const path = step(filing_no, 'entity');
  const form = formIn(await page(person, path), 'data-autosave');
  await app
    .db('sessions')
    .where({ user_id: person.user_id })
    .update({ seen_at: new Date(0), created_at: new Date(0) });
  const sent = await person.post(path, { ...form, 'entity.remark': '写了很久的备注' });
  assert.match(sent.headers.get('location') ?? '', /^\/sign-in\?next=/);
  const { openSession } = await import('../../../src/accounts/index.ts');
  const source = { ip: '127.0.0.1', secure: false, headers: { 'user-agent': 'Test' } };
  const session = await app.db.transaction((trx) => openSession(trx, person.user_id, source));
  person.setCookie(`${session.name}=${session.value}`);
  const kept = formIn(await page(person, '/kept-form'), `action="${path}"`);
  assert.equal((await person.post(path, kept)).status, 303);
  assert.equal((await formOf(filing_no)).entity.remark, '写了很久的备注');
});
