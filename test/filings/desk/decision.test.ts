import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { checkedIn, lineOf, page, pictured } = await import('../pages/stage.ts');
const { aForm, filingNow } = await import('../../factories.ts');
const customer = await app.signedIn('customer');
const zhang = await app.signedIn('reviewer');
const li = await app.signedIn('reviewer');
const at = (filing_no: string, more = '') => `/review/${filing_no}${more}`;
const waiting = (form = aForm('individual')) => pictured(customer, 'provider_review', form);
const claim = (client: typeof zhang, filing_no: string) => client.post(at(filing_no, '/claim'));
/** Every line of a review page, by its path. */
const linesOf = (html: string) =>
  [...html.matchAll(/name="ok" value="([^"]+)"/g)].map(([, path = '']) => path);

test('the second reviewer sees who has it, and cannot decide', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const html = await page(li, at(filing_no));
  assert.match(html, /测试备案审核员<\/strong>已认领/);
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

test('a problem of the whole filing, typed where the page asks for it, reaches the customer by itself', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const html = await page(zhang, at(filing_no));
  const asked = html.slice(html.indexOf('不属于某一项'));
  const [reason = '', words = ''] = [...asked.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name);
  const code = /<option value="(?!own)(\w+)">/.exec(asked)?.[1] ?? '';
  assert.notEqual(code, '', 'there is a reason to pick');
  const answer = await zhang.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return' },
    ...{ [reason]: code, [words]: '请先办完转出再提交' },
  });
  assert.equal(answer.status, 303);
  for (const place of ['', '/steps/summary']) {
    const told = await page(customer, `/filings/${filing_no}${place}`);
    assert.match(told, /整份备案<[\s\S]*?请先办完转出再提交/, place);
  }
});

test('words for the whole filing come back from an error, at their place', async () => {
  const { filing_no, version } = await waiting();
  await claim(zhang, filing_no);
  const answer = await zhang.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return', 'reason:': 'own' },
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /id="words:-message" data-level="error"[^>]*>请写明要怎么改/);
});

test('words at every line there is come back from an error, and so does the note', async () => {
  const { filing_no, version } = await waiting(aForm());
  await claim(zhang, filing_no);
  const lines = linesOf(await page(zhang, at(filing_no)));
  assert.ok(lines.length > 20);
  const words = Object.fromEntries(lines.map((path, n) => [`words:${path}`, `第 ${n} 处要改`]));
  const answer = await zhang.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'pass', note: '打过电话' },
    ...words,
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  for (const [n, path] of lines.entries())
    assert.match(lineOf(html, path), new RegExp(`open>[\\s\\S]*value="第 ${n} 处要改"`), path);
  assert.match(html, /打过电话/);
  assert.match(html, /data-said>已写了退回意见，不能通过/);
});

test('a filing is not passed while a line is unticked: how many and which is first is told, ticks stay', async () => {
  const { filing_no, version } = await waiting(aForm());
  await claim(zhang, filing_no);
  const lines = linesOf(await page(zhang, at(filing_no)));
  const send = (ok: string[]) =>
    zhang.post(at(filing_no, '/decision'), { version: String(version), decision: 'pass', ok });
  const none = await send([]);
  assert.equal(none.status, 422);
  assert.match(await none.text(), new RegExp(`还有 ${lines.length} 项没有核对`));
  const left = lines[3] ?? '';
  const one = await send(lines.filter((path) => path !== left));
  assert.equal(one.status, 422);
  const html = await one.text();
  assert.match(lineOf(html, left), /还有 1 项没有核对/);
  assert.match(html, /data-said>还有 1 项没有核对/);
  assert.ok(html.includes(`href="#ok:${left}"`) && html.includes(`id="ok:${left}"`));
  assert.deepEqual(
    checkedIn(html),
    lines.filter((path) => path !== left),
  );
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
  assert.equal((await send(lines)).status, 303);
  assert.equal((await filingNow(filing_no)).status, 'ready_to_report');
});

test('what one wrote before somebody else decided is shown with its names, the note too', async () => {
  const { filing_no, version } = await waiting(aForm());
  await claim(li, filing_no);
  const late = await zhang.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return', note: '客户说晚点补' },
    'words:materials.entity_licence': '执照反光',
  });
  assert.equal(late.status, 409);
  const html = await late.text();
  assert.match(html, /主办单位证件：执照反光/);
  assert.match(html, /内部备注：客户说晚点补/);
});
