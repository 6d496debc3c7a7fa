import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow } = await import('../../factories.ts');
const { addResult } = await import('../../../src/bureau/results.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { formIn, page } = await import('../pages/stage.ts');
const { ruleBook } = await import('../../../src/filings/reason-rules/in-force.ts');
const { shippedRule } = await import('../../../src/filings/reasons/index.ts');
type Client = import('../pages/stage.ts').Client;

const customer = await aPerson();
const reviewer = await app.signedIn('reviewer');
const other = await app.signedIn('administrator');
const auditor = await app.signedIn('auditor');

async function refused(words: string) {
  const { filing_no } = await aFiling({ customer, status: 'bureau_review', form: aForm() });
  const body = { kind: 'review', passed: false, reviewer: null, operation: '1' } as const;
  await addResult(app.db, 1, filing_no, { ...body, words });
  await applyResults();
  return filingNow(filing_no);
}
const plain = (html: string) => html.replace(/<[^>]+>/g, '');
/** What the form of a rule's page would send. */
const typedAt = async (client: Client, path: string) =>
  formIn(await page(client, path), 'name="label"');
const inForce = async (code: string) => (await ruleBook()).byCode.get(code);

test('the list shows every rule, finds by words, group and state, and counts what was said lately', async () => {
  await refused('电话空号');
  const html = await page(reviewer, '/reason-rules?q=空号');
  assert.match(plain(html), /电话无法接通[\s\S]*1 次/);
  assert.match(plain(await page(reviewer, '/reason-rules')), /共 2\d\d 条/);
  assert.match(
    plain(await page(reviewer, '/reason-rules?q=1063')),
    /IP 不在服务商已备案的 IP 段内/,
  );
  assert.doesNotMatch(plain(await page(reviewer, '/reason-rules?q=1063')), /邮箱有误/);
  assert.match(plain(await page(reviewer, '/reason-rules?state=own')), /没有符合条件/);
  for (const at of ['&page=999', '&page=-1', '&page=x'])
    await page(reviewer, `/reason-rules?q=${at}`);
});

test('a rule is changed on its page, taken back on its page, and an auditor only reads it', async () => {
  const at = '/reason-rules/domain_unverified';
  const typed = await typedAt(reviewer, at);
  const saved = await reviewer.post(at, { ...typed, do: 'save', message: '还没有实名' });
  assert.equal(saved.status, 303);
  assert.equal((await inForce('domain_unverified'))?.message, '还没有实名');
  const shown = await page(reviewer, at);
  assert.match(plain(shown), /自带的内容[\s\S]*域名没有实名认证/);
  assert.doesNotMatch(await page(auditor, at), /name="do"/);
  assert.equal((await auditor.post(at, { ...typed, do: 'save' })).status, 403);
  await reviewer.post(`${at}/removal`, { version: '1' });
  assert.deepEqual(await inForce('domain_unverified'), shippedRule('domain_unverified'));
});

test('who comes second is told what changed and by whom, keeps what he typed, and may save it then', async () => {
  const at = '/reason-rules/domain_expired';
  const [mine, theirs] = [await typedAt(reviewer, at), await typedAt(other, at)];
  await other.post(at, { ...theirs, do: 'save', suggestion: '先续费' });
  const answer = await reviewer.post(at, { ...mine, do: 'save', message: '快到期了' });
  assert.equal(answer.status, 409);
  const html = await answer.text();
  assert.match(plain(html), /怎么改被.+改为：先续费/);
  assert.match(html, /value="快到期了"/);
  const again = formIn(html, 'name="label"');
  assert.equal((await reviewer.post(at, { ...again, do: 'save' })).status, 303);
  assert.equal((await inForce('domain_expired'))?.message, '快到期了');
});

test('what cannot be a rule is said at its field, and nothing typed is lost', async () => {
  const typed = {
    label: '新的',
    group: '域名',
    message: '不对',
    suggestion: '改',
    who: 'customer',
  };
  const faulty = { ...typed, severity: 'reject', paths: '-', pattern: '（域名' };
  const answer = await reviewer.post('/reason-rules', { ...faulty, do: 'save' });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /没有对应的“\)”/);
  assert.match(html, /value="新的"/);
  for (const [name, value] of [
    ['paths', 'services.0.name'],
    ['paths', ''],
    ['bureau_code', 'abc'],
    ['who', 'nobody'],
    ['label', ''],
  ] as const) {
    const body = { ...faulty, pattern: '域名~实名', [name]: value, do: 'save' };
    assert.equal((await reviewer.post('/reason-rules', body)).status, 422, name);
  }
});

test('a rule is tried on past answers before it is saved: how many, and which', async () => {
  for (const words of ['请补交海底光缆证明', '请补交海底光缆证明', '海底电缆资料不全'])
    await refused(words);
  const typed = {
    ...{ label: '光缆', group: '其他', message: '缺光缆证明', suggestion: '补交', who: 'customer' },
    ...{ severity: 'reject', paths: '-', pattern: '海底~光缆', do: 'try' },
  };
  const html = plain(await (await reviewer.post('/reason-rules', typed)).text());
  const [, answers, own, own_now, known, known_now] = (
    /对过去 (\d+) 条管局答复，这条规则会匹配 (\d+) 条（现在 (\d+) 条）；全部规则合起来匹配 (\d+) 条，现行规则匹配 (\d+) 条/.exec(
      html,
    ) ?? []
  ).map(Number);
  assert.deepEqual([own, own_now, Number(known) - Number(known_now)], [2, 0, 2]);
  assert.ok(Number(answers) >= Number(known) + 1);
  assert.match(html, /新匹配的[\s\S]*请补交海底光缆证明/);
  const bare = { pattern: '海底~光缆', bureau_code: '', label: '', suggestion: '', do: 'try' };
  assert.match(plain(await (await reviewer.post('/reason-rules', bare)).text()), /会匹配 2 条/);
  const kept = await app.db('reason_rules').where('rule_json', 'like', '%光缆%').first();
  assert.equal(kept, undefined);
});

test('an unknown sentence becomes a rule from the filing in one click, and one is back at the filing', async () => {
  const row = await refused('请核实月球基地备案材料');
  const review = await page(reviewer, `/review/${row.filing_no}`);
  assert.match(plain(review), /请核实月球基地备案材料/);
  const link =
    /href="(\/reason-rules\/new\?[^"]+)"/.exec(review)?.[1]?.replaceAll('&amp;', '&') ?? '';
  assert.ok(!decodeURIComponent(link).includes('月球'), 'no words in an address');
  const proposed = await typedAt(reviewer, link);
  assert.match(proposed['pattern']?.[0] ?? '', /月球基地/);
  const answer = await reviewer.post('/reason-rules', {
    ...proposed,
    ...{ do: 'save', label: '月球', group: '其他', message: '月球材料', suggestion: '补上' },
  });
  assert.equal(answer.headers.get('location'), `/review/${row.filing_no}`);
  const after = await page(reviewer, `/review/${row.filing_no}`);
  assert.match(plain(after), /已有规则：月球/);
  assert.doesNotMatch(plain(await page(reviewer, '/reason-rules/sentences')), /月球基地/);
});

test('sentences that nobody needs a rule for are put aside', async () => {
  await refused('天气很好很好');
  const html = await page(reviewer, '/reason-rules/sentences');
  const item = html.split('<li').find((part) => part.includes('天气很好')) ?? '';
  const action = /action="([^"]+dismissal)"/.exec(item)?.[1] ?? '';
  assert.equal((await auditor.post(action, {})).status, 403);
  assert.equal((await reviewer.post(action, {})).status, 303);
  assert.doesNotMatch(await page(reviewer, '/reason-rules/sentences'), /天气很好/);
});
