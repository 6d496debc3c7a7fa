import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { page, pictured } = await import('../pages/stage.ts');
const { surelyRead } = await import('./surely-read.ts');
const { aForm, filingNow } = await import('../../factories.ts');
const { marksOf } = await import('../../../src/filings/marks.ts');
const { checkLines } = await import('../../../src/filings/desk/check-lines.ts');
const { reviewPage } = await import('../../../src/filings/pages/review-page.ts');
const { personOf } = await import('../pages/stage.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const li = await app.signedIn('reviewer');

const post = (client: typeof zhang, act: string, form: Record<string, string | string[]>) =>
  client.post(`/review/bulk/${act}`, form);
const claim = (client: typeof zhang, ...filing_nos: string[]) =>
  post(client, 'claims', { filing_nos, go: 'passes' });
const passesPage = (nos: string[]) =>
  page(zhang, `/review/bulk/passes?${nos.map((no) => `filing_nos=${no}`).join('&')}`);
const seenIn = (html: string) =>
  [...html.matchAll(/name="seen" value="(BA\w+:\d+)"/g)].map(([, seen = '']) => seen);

test('filings without a doubt are passed by one tick each, which stands for every line that is shown', async () => {
  const [one, two] = [await surelyRead(customer), await surelyRead(customer)];
  const nos = [one.filing_no, two.filing_no];
  const claimed = await claim(zhang, ...nos);
  assert.match(claimed.headers.get('location') ?? '', /^\/review\/bulk\/passes\?filing_nos=/);
  const html = await passesPage(nos);
  assert.equal(seenIn(html).length, 2, /疑点[\s\S]{0,900}/.exec(html)?.[0]);
  assert.match(html, /照片一致/);
  assert.match(html, /<img src="\/documents\/WJ/);
  const answer = await post(zhang, 'passes', { seen: seenIn(html) });
  assert.match(await answer.text(), /2 份全部完成/);
  for (const { filing_no, id } of [one, two]) {
    assert.equal((await filingNow(filing_no)).status, 'ready_to_report');
    const review = await app.db('filing_reviews').where({ filing_id: id }).first();
    const lines = await checkLines(await reviewPage(personOf(zhang), filing_no));
    assert.deepEqual(
      JSON.parse(review?.ticked_json ?? ''),
      lines.map(({ path }) => path),
    );
  }
});

test('a filing that differs from its picture, or that no picture confirms, has no tick and is not passed by a made-up one', async () => {
  const differs = await surelyRead(customer, { name: ['杭州青木网络有限公司', 0.9] });
  const unread = await pictured(customer, 'provider_review', aForm());
  const nos = [differs.filing_no, unread.filing_no];
  await claim(zhang, ...nos);
  const html = await passesPage(nos);
  assert.deepEqual(seenIn(html), []);
  assert.match(html, /单位名称：与照片识别不一致/);
  assert.match(html, /照片里没有认出/);
  const seen = [differs, unread].map(({ filing_no, version }) => `${filing_no}:${version}`);
  assert.match(await (await post(zhang, 'passes', { seen })).text(), /0 份完成，2 份没有/);
  for (const no of nos) assert.equal((await filingNow(no)).status, 'provider_review');
});

test('what came back once, or has a word of its customer, is not passed unread', async () => {
  const row = await surelyRead(customer);
  await claim(zhang, row.filing_no);
  await post(zhang, 'returns', {
    ...{ seen: `${row.filing_no}:${row.version}`, reason: '', words: '请写到门牌号' },
  });
  assert.equal((await filingNow(row.filing_no)).status, 'needs_fix');
  const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
  await submitFiling(personOf(customer), row.filing_no, { word: '已经是完整地址' });
  await claim(zhang, row.filing_no);
  const html = await passesPage([row.filing_no]);
  assert.deepEqual(seenIn(html), []);
  assert.match(html, /以前退回过/);
  assert.match(html, /客户写了说明/);
});

test('an older version, a claim of another, and a filing of one’s own are each told by themselves; the rest is passed', async () => {
  const [old, others, good] = [
    await surelyRead(customer),
    await surelyRead(customer),
    await surelyRead(customer),
  ];
  await claim(zhang, old.filing_no, good.filing_no);
  await claim(li, others.filing_no);
  const seen = [
    `${old.filing_no}:${old.version - 1}`,
    `${others.filing_no}:${others.version}`,
    `${good.filing_no}:${good.version}`,
  ];
  const html = await (await post(zhang, 'passes', { seen })).text();
  assert.match(html, /1 份完成，2 份没有/);
  assert.match(html, /已被他人处理或修改/);
  assert.match(html, /认领已到期/);
  assert.equal((await filingNow(good.filing_no)).status, 'ready_to_report');
  const own = await surelyRead(customer);
  await app.db('filings').where({ id: own.id }).update({ customer_id: zhang.user_id });
  await claim(zhang, own.filing_no);
  const answer = await post(zhang, 'passes', { seen: `${own.filing_no}:${own.version}` });
  assert.match(await answer.text(), /不能审核自己提交的备案/);
  assert.equal((await filingNow(own.filing_no)).status, 'provider_review');
});

test('of two reviewers who pass the same at once, one does, and his is the only review', async () => {
  const row = await surelyRead(customer);
  await claim(zhang, row.filing_no);
  const seen = `${row.filing_no}:${row.version}`;
  const texts = await Promise.all(
    [zhang, zhang, li].map(async (who) => (await post(who, 'passes', { seen })).text()),
  );
  assert.equal(texts.filter((text) => text.includes('1 份全部完成')).length, 1);
  assert.equal((await app.db('filing_reviews').where({ filing_id: row.id })).length, 1);
});

test('one reason sends several back, at its fields of each; without a reason or words nothing happens', async () => {
  const [one, two] = [await surelyRead(customer), await surelyRead(customer)];
  const seen = [one, two].map(({ filing_no, version }) => `${filing_no}:${version}`);
  await claim(zhang, one.filing_no, two.filing_no);
  const none = await post(zhang, 'returns', { seen, reason: '', words: '' });
  assert.equal(none.status, 422);
  const html = await none.text();
  assert.match(html, /请选一个原因/);
  assert.deepEqual(seenIn(html), seen);
  const answer = await post(zhang, 'returns', { seen, reason: 'mobile_unreachable', words: '' });
  assert.match(await answer.text(), /2 份全部完成/);
  for (const { filing_no } of [one, two]) {
    const row = await filingNow(filing_no);
    assert.equal(row.status, 'needs_fix');
    const marks = marksOf(row);
    assert.ok(
      marks.some(
        ({ path, code }) => path === 'entity.leader.mobile' && code === 'mobile_unreachable',
      ),
    );
  }
});

test('several are claimed and given back at once; what another holds is told', async () => {
  const [one, two] = [await surelyRead(customer), await surelyRead(customer)];
  await claim(li, two.filing_no);
  const filing_nos = [one.filing_no, two.filing_no];
  await post(zhang, 'claims', { filing_nos, go: '' });
  const mine = await page(zhang, '/review?show=mine');
  assert.match(mine, /已认领 1 件；没有认领到：BA\w+ 测试备案审核员已认领/);
  assert.ok(mine.includes(one.filing_no) && !mine.includes(`/review/${two.filing_no}`));
  await post(zhang, 'claims/removal', { filing_nos });
  assert.equal((await filingNow(one.filing_no)).reviewer_id, null);
  assert.equal((await filingNow(two.filing_no)).reviewer_id, li.user_id);
});

test('nothing ticked, too much ticked and what is no number are refused without harm', async () => {
  const none = await post(zhang, 'claims', {});
  assert.equal(none.headers.get('location'), '/review');
  assert.match(await page(zhang, '/review'), /请先勾选备案/);
  const many = Array.from({ length: 21 }, (_, at) => `BA${String(at).padStart(16, '0')}`);
  assert.equal((await post(zhang, 'claims', { filing_nos: many })).status, 303);
  assert.match(await page(zhang, '/review'), /一次最多 20 件/);
  assert.equal((await zhang.get('/review/bulk/passes?filing_nos=%27')).status, 422);
  assert.equal((await zhang.get('/review/bulk/returns?filing_nos=BA0000000000000000')).status, 404);
  assert.equal((await post(zhang, 'passes', {})).status, 422);
});
