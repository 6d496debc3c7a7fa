import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { page, pictured } = await import('../pages/stage.ts');
const { aForm } = await import('../../factories.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const li = await app.signedIn('reviewer');
const auditor = await app.signedIn('auditor');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));

test('the queue is filtered by its address, and "next" leads to a free filing', async () => {
  const { filing_no } = await waiting();
  await waiting();
  await claim(li, filing_no);
  assert.ok((await page(li, '/review?show=mine')).includes(filing_no));
  assert.ok(!(await page(zhang, '/review?show=mine')).includes(filing_no));
  assert.ok(!(await page(zhang, '/review?show=free')).includes(filing_no));
  assert.equal((await zhang.get('/review?show=constructor')).status, 200);
  const next = (await zhang.get('/review/next')).headers.get('location') ?? '';
  assert.match(next, /^\/review\/BA/);
  assert.notEqual(next, at(filing_no));
});

test('a filing is called the same in the queue and on its page, and taking it has one word', async () => {
  const { filing_no } = await waiting(aForm());
  const queue = await page(li, '/review');
  const [, called = ''] = new RegExp(`href="/review/${filing_no}">([^<]+)<`).exec(queue) ?? [];
  assert.match(called, / · /);
  const open = await page(li, at(filing_no));
  assert.ok(open.includes(`<h1>${called}`), called);
  assert.match(open, /认领并审核/);
  await claim(li, filing_no);
  assert.match(await page(zhang, '/review'), /测试备案审核员已认领/);
  assert.match(await page(zhang, at(filing_no)), /测试备案审核员<\/strong>已认领/);
  for (const html of [queue, open]) assert.doesNotMatch(html, /开始审核/);
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
  // The number of a paper is looked for by a post, and stands in no address.
  assert.deepEqual(await find(`q=${form.entity.id_number}`), []);
  const search = async (q: string) =>
    (await zhang.post('/search', { q })).headers.get('location') ?? '';
  const place = await search(form.entity.id_number);
  assert.doesNotMatch(place, new RegExp(form.entity.id_number));
  assert.deepEqual(await find(place.slice(place.indexOf('?') + 1)), [one.filing_no]);
  assert.equal(await search('Beika.cn'), '/all-filings?q=Beika.cn');
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
  assert.equal(await search(one.filing_no), at(one.filing_no));
  for (const strange of [
    'after=x',
    'after=1.2.3',
    `after=${'9'.repeat(30)}.1`,
    'q=%00%27',
    'q=v1.xyz',
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
