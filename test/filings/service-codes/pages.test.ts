import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aPerson } = await import('../../factories.ts');
const { page } = await import('../pages/stage.ts');
const operator = await app.signedIn('operator');
const admin = await app.signedIn('administrator');
const terms = { label: '云服务器 12', max_uses: '3', valid_until: '', customer: '' };
const batchIn = (answer: Response) =>
  /batch=(FP\w{16})/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
const make = async (more: Record<string, string> = {}) => {
  const answer = await operator.post('/service-codes', { ...terms, amount: '3', ...more });
  assert.equal(answer.status, 303);
  return batchIn(answer);
};

test('a batch is made, taken out in the clear once, and shown by its last letters after that', async () => {
  const batch_no = await make();
  const list = await page(operator, `/service-codes?batch=${batch_no}`);
  assert.equal([...list.matchAll(/••••/g)].length, 3);
  assert.match(list, /只能下载一次/);
  const out = () => operator.post(`/service-codes/batches/${batch_no}/export`);
  const first = await out();
  assert.match(first.headers.get('content-disposition') ?? '', /attachment/);
  const lines = (await first.text()).trim().split('\r\n').slice(1);
  assert.equal(lines.length, 3);
  for (const line of lines) {
    const [code = ''] = line.split(',');
    assert.match(code, /^(\w{4}-){3}\w{4}$/);
    assert.ok(!list.includes(code));
    const found = await operator.post('/service-codes/lookups', { code: ` ${code.toLowerCase()}` });
    assert.match(found.headers.get('location') ?? '', /^\/service-codes\/FH\w{16}$/);
  }
  assert.equal((await out()).status, 409);
  const told = await app.db('audit_entries').where({ subject: `service_codes:${batch_no}` });
  assert.deepEqual(told.map(({ action }) => action).sort(), [
    'service_code.exported',
    'service_code.made',
  ]);
});

test('of eight who export a batch at once, one gets it', async () => {
  const batch_no = await make();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => operator.post(`/service-codes/batches/${batch_no}/export`)),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 7);
});

test('no code lies in the clear in the database', async () => {
  const batch_no = await make();
  const text = await (await operator.post(`/service-codes/batches/${batch_no}/export`)).text();
  const [, line = ''] = text.split('\r\n');
  const code = line.split(',')[0] ?? '';
  const kept = JSON.stringify(await app.db('service_codes'));
  assert.ok(code !== '' && !kept.includes(code) && !kept.includes(code.replaceAll('-', '')));
});

test('codes made elsewhere are taken in, with what is wrong told by its line and nothing lost', async () => {
  const send = (codes: string) => operator.post('/service-codes/imports', { ...terms, codes });
  const wrong = await send('ABC-DEF-123, 服务器 1, 2\n短\nABCDEF123\nZZZ-ZZZ-ZZZ, 服务器 2, 0');
  assert.equal(wrong.status, 422);
  const html = await wrong.text();
  for (const words of ['第 2 行：服务号须为', '第 3 行：和第 1 行相同', '第 4 行：次数须为'])
    assert.ok(html.includes(words), words);
  assert.match(html, /ABC-DEF-123, 服务器 1, 2/);
  assert.equal((await app.db('service_codes').where({ label: '服务器 1' })).length, 0);
  const right = await send('ABC-DEF-123, 服务器 1, 2\n\nQQQ-WWW-EEE');
  assert.equal(right.status, 303);
  const rows = await app.db('service_codes').where({ label: '服务器 1' });
  assert.deepEqual(
    rows.map(({ max_uses, code_end }) => [max_uses, code_end]),
    [[2, 'F123']],
  );
  const twice = await send('NEW-NEW-NEW-1\nabc def 123');
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /一个也没有导入/);
  assert.match(await page(operator, `/service-codes?batch=${batchIn(right)}`), /导入/);
  assert.equal(
    (await operator.post(`/service-codes/batches/${batchIn(right)}/export`)).status,
    409,
  );
});

test('a code is for one customer when he is named; an unknown one is told at the field', async () => {
  const customer = await aPerson('customer', '周远航');
  const batch_no = await make({ customer: customer.email, valid_until: '2099-01-31' });
  const list = await page(operator, `/service-codes?batch=${batch_no}`);
  assert.match(list, /周\*航/);
  assert.match(list, /2099-01-31/);
  const answer = await operator.post('/service-codes', {
    ...{ ...terms, amount: '1', customer: 'nobody@example.com', valid_until: '2001-01-01' },
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /没有这个客户/);
  assert.match(html, /这一天已经过去/);
});

test('voiding asks why, is told in the list, and happens once', async () => {
  const batch_no = await make();
  const html = await page(operator, `/service-codes?batch=${batch_no}`);
  const [place = ''] = /\/service-codes\/FH\w{16}/.exec(html) ?? [];
  assert.equal((await operator.post(`${place}/voiding`, { reason: '' })).status, 422);
  assert.equal((await operator.post(`${place}/voiding`, { reason: '已退款' })).status, 303);
  assert.match(await page(operator, place), /已作废/);
  assert.equal((await operator.post(`${place}/voiding`, { reason: '已退款' })).status, 409);
  const shown = await page(operator, `/service-codes?batch=${batch_no}&state=voided`);
  assert.equal([...shown.matchAll(/••••/g)].length, 1);
});

test('pages of the list follow each other, each code once, in every state and for any label', async () => {
  await make({ amount: '120', label: '翻页 100%' });
  const seen: string[] = [];
  let place = '/service-codes?label=%E7%BF%BB%E9%A1%B5+100%25&state=good';
  for (let pages = 0; place && pages < 5; pages++) {
    const html = await page(operator, place);
    seen.push(...[...html.matchAll(/\/service-codes\/(FH\w{16})/g)].map(([, no = '']) => no));
    place = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  }
  assert.equal(seen.length, 120);
  assert.equal(new Set(seen).size, 120);
  for (const strange of ['before=x', 'state=constructor', 'batch=%27', 'label=%25', 'label=%5C'])
    assert.equal((await operator.get(`/service-codes?${strange}`)).status, 200, strange);
});

test('when a code is needed is set by an administrator only', async () => {
  const set = (client: typeof admin) =>
    client.post('/service-codes/setting', { needed: 'all', max_uses: '2' });
  assert.equal((await set(operator)).status, 403);
  assert.equal((await set(admin)).status, 303);
  assert.match(await page(operator, '/service-codes'), /所有备案都需要服务号/);
  assert.match(
    await page(operator, '/service-codes/new'),
    /name="max_uses" type="number" value="2"/,
  );
});
