import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { getJson, postJson, startSandbox, temporaryDir, until } from './process.ts';

const KEY = 'beika-sandbox-pay-key';
const options = ['--retry-ms', Array(50).fill(100).join(',')];
const dir = temporaryDir();
let pay = await startSandbox('pay', options, dir);

interface Placed {
  out_trade_no: string;
  taken: boolean;
  attempts: number;
}

/** The shop: keeps what it is told, and answers what the test wants. */
const told: Record<string, string>[] = [];
let answer = 'success';
const shop = createServer((req, res) => {
  told.push(Object.fromEntries(new URL(req.url ?? '', 'http://shop').searchParams));
  res.end(answer);
}).listen(0, '127.0.0.1');
after(() => shop.close());
await new Promise((done) => shop.once('listening', done));
const address = shop.address();
const shopUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;

const sign = (fields: Record<string, string>): string =>
  createHash('md5')
    .update(
      Object.entries(fields)
        .filter(([name, value]) => value && !name.startsWith('sign'))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${value}`)
        .join('&') + KEY,
    )
    .digest('hex');

function order(out_trade_no: string, change: Record<string, string> = {}): Record<string, string> {
  const fields = {
    pid: '1000',
    type: 'alipay',
    out_trade_no,
    notify_url: `${shopUrl}/notify`,
    return_url: `${shopUrl}/back?a=1`,
    name: '云主机 3 个月',
    money: '9.90',
    param: 'x',
    ...change,
  };
  return { ...fields, sign: sign(fields), sign_type: 'MD5' };
}
const mapi = async (fields: Record<string, string>) => {
  const body = new URLSearchParams({ ...fields, clientip: '', device: '' });
  const response = await fetch(`${pay.url}/mapi.php`, { method: 'POST', body });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as { code: number; trade_no: string; payurl: string; msg: string };
};
const ask = (act: string, fields: Record<string, string>) =>
  getJson<{ code: number; status?: number; money?: string }>(
    `${pay.url}/api.php?${new URLSearchParams({ act, pid: '1000', key: KEY, ...fields })}`,
  );
const toldOf = (no: string) => told.filter(({ out_trade_no }) => out_trade_no === no);
const settle = (no: string) => postJson(`${pay.url}/_control/pay`, { out_trade_no: no });

test('an order is placed, paid on its page, notified with a signature, and found', async () => {
  const placed = await mapi(order('A1'));
  assert.equal(placed.code, 1);
  assert.equal((await mapi(order('A1'))).trade_no, placed.trade_no);
  assert.equal((await ask('order', { out_trade_no: 'A1' })).status, 0);
  assert.ok((await (await fetch(placed.payurl)).text()).includes('¥9.90'));
  const paid = await fetch(placed.payurl, {
    method: 'POST',
    body: new URLSearchParams({ act: 'pay' }),
  });
  const link =
    /href="([^"]+back[^"]+)"/.exec(await paid.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
  const back = Object.fromEntries(new URL(link).searchParams);
  assert.equal(back['trade_status'], 'TRADE_SUCCESS');
  const [notice] = await until(async () => toldOf('A1').length > 0 && toldOf('A1'));
  assert.equal(notice?.['sign'], sign(notice ?? {}));
  assert.equal(notice?.['money'], '9.90');
  assert.equal(notice?.['param'], 'x');
  assert.equal((await ask('order', { trade_no: placed.trade_no })).status, 1);
});

test('an order with a wrong signature, amount or merchant is not taken', async () => {
  assert.notEqual((await mapi({ ...order('B1'), sign: 'f'.repeat(32) })).code, 1);
  assert.notEqual((await mapi({ ...order('B1'), money: '0.01' })).code, 1);
  assert.notEqual((await mapi(order('B1', { money: '1.999' }))).code, 1);
  assert.notEqual((await mapi(order('B1', { pid: '7' }))).code, 1);
  assert.notEqual((await mapi(order('B1', { notify_url: 'javascript:alert(1)' }))).code, 1);
  const page = await fetch(
    `${pay.url}/submit.php?${new URLSearchParams({ ...order('B2'), sign: 'x' })}`,
  );
  assert.match(await page.text(), /签名校验失败/);
  const good = await fetch(`${pay.url}/submit.php?${new URLSearchParams(order('B2'))}`, {
    redirect: 'manual',
  });
  assert.match(good.headers.get('location') ?? '', /^\/pay\/\d+$/);
});

test('it notifies until success is answered, and over a kill -9', async () => {
  answer = 'fail';
  await mapi(order('C1'));
  await settle('C1');
  await until(async () => toldOf('C1').length >= 2);
  await pay.stop('SIGKILL');
  answer = 'success';
  const before = toldOf('C1').length;
  pay = await startSandbox('pay', options, dir);
  await until(async () => toldOf('C1').length > before);
  const taken = async () =>
    (await getJson<Placed[]>(`${pay.url}/_control/orders`)).find(
      ({ out_trade_no }) => out_trade_no === 'C1',
    )?.taken;
  await until(taken);
});

test('notifications can be doubled, lost, forged and wrong on demand', async () => {
  const cases: [kind: string, seen: (all: Record<string, string>[]) => boolean][] = [
    ['double', (all) => all.length >= 2],
    ['burst', (all) => all.length >= 8],
    ['wrong_amount', (all) => all[0]?.['money'] === '0.01' && all[0]?.['sign'] === sign(all[0])],
    ['wrong_sign', (all) => all.length > 0 && all[0]?.['sign'] !== sign(all[0] ?? {})],
    ['wrong_pid', (all) => all[0]?.['pid'] === '9999'],
    ['not_success', (all) => all[0]?.['trade_status'] === 'TRADE_CLOSED'],
    ['extra_field', (all) => Boolean(all[0]?.['api_trade_no'])],
  ];
  for (const [kind, seen] of cases) {
    await postJson(`${pay.url}/_control/fault`, { kind });
    await mapi(order(kind));
    await settle(kind);
    await until(async () => seen(toldOf(kind)));
  }
  await postJson(`${pay.url}/_control/fault`, { kind: 'lost', times: 9 });
  await mapi(order('lost'));
  await settle('lost');
  await until(async () => {
    const orders = await getJson<Placed[]>(`${pay.url}/_control/orders`);
    return orders.some(({ out_trade_no, attempts }) => out_trade_no === 'lost' && attempts >= 2);
  });
  assert.equal((await ask('order', { out_trade_no: 'lost' })).status, 1);
  assert.equal(toldOf('lost').length, 0);
  await fetch(`${pay.url}/_control/fault`, { method: 'DELETE' });
});

test('the programs interface can fail, and money goes back no more than came', async () => {
  await postJson(`${pay.url}/_control/fault`, { kind: 'api_error' });
  await assert.rejects(ask('order', { out_trade_no: 'A1' }), /500/);
  await postJson(`${pay.url}/_control/fault`, { kind: 'api_lost' });
  await assert.rejects(mapi(order('D1')));
  assert.equal((await ask('order', { out_trade_no: 'D1' })).status, 0);
  assert.equal((await ask('refund', { out_trade_no: 'D1', money: '9.90' })).code, -1);
  assert.equal((await ask('refund', { out_trade_no: 'A1', money: '5.00' })).code, 1);
  assert.equal((await ask('refund', { out_trade_no: 'A1', money: '5.00' })).code, -1);
  assert.equal((await ask('refund', { out_trade_no: 'A1', money: '4.90' })).code, 1);
  assert.equal((await ask('order', { out_trade_no: 'A1' })).status, 2);
  assert.equal((await ask('order', { out_trade_no: 'A1', key: 'no' })).code, -3);
});

test('a cancelled order may still be paid late', async () => {
  await mapi(order('E1'));
  await postJson(`${pay.url}/_control/cancel`, { out_trade_no: 'E1' });
  assert.equal((await ask('order', { out_trade_no: 'E1' })).status, 0);
  await settle('E1');
  assert.equal((await ask('order', { out_trade_no: 'E1' })).status, 1);
});

interface Settled {
  done: boolean;
  why?: string;
  answers: { status: number; answer: string; taken: boolean }[];
}
const does = (no: string, as: string, more = {}) =>
  postJson<Settled>(`${pay.url}/_control/pay`, { out_trade_no: no, as, wait: true, ...more });

test('money may come short, over, twice, late, or in silence, and the query says the same', async () => {
  for (const [as, money] of [
    ['short', '9.89'],
    ['over', '10.90'],
    ['twice', '9.90'],
    ['silent', '9.90'],
  ] as const) {
    const no = `F-${as}`;
    await mapi(order(no));
    if (as === 'twice') await postJson(`${pay.url}/_control/expire`, { out_trade_no: no });
    assert.equal((await does(no, as)).done, true);
    const { status, money: found } = await ask('order', { out_trade_no: no });
    assert.deepEqual([status, found], [1, money]);
    const numbers = new Set(toldOf(no).map(({ trade_no }) => trade_no));
    assert.equal(numbers.size, as === 'twice' ? 2 : as === 'silent' ? 0 : 1);
    for (const one of toldOf(no)) assert.deepEqual([one['money'], one['sign']], [money, sign(one)]);
  }
});

test('forged notices leave the order unpaid, and what the protocol has no field for is refused', async () => {
  await mapi(order('G1'));
  assert.equal((await does('G1', 'forge')).answers.length, 1);
  assert.notEqual(toldOf('G1')[0]?.['sign'], sign(toldOf('G1')[0] ?? {}));
  await does('G1', 'stranger');
  assert.equal(toldOf('G1')[1]?.['pid'], '9999');
  assert.equal((await ask('order', { out_trade_no: 'G1' })).status, 0);
  const refused = await does('G1', 'currency');
  assert.deepEqual([refused.done, refused.why], [false, '这个协议没有币种字段']);
});

test('a storm comes all at once with older events in it; a lost answer is asked for again', async () => {
  await mapi(order('H1'));
  const { answers } = await does('H1', 'storm', { times: 12 });
  const states = toldOf('H1').map(({ trade_status }) => trade_status);
  const count = (state: string) => states.filter((one) => one === state).length;
  assert.deepEqual(
    [answers.length, count('TRADE_SUCCESS'), count('WAIT_BUYER_PAY'), count('TRADE_CLOSED')],
    [18, 12, 3, 3],
  );
  await mapi(order('H2'));
  assert.equal((await does('H2', 'deaf')).answers[0]?.taken, false);
  await until(async () => toldOf('H2').length >= 2);
});

test('all that waits is paid in one go, each told twice, and what failed is told again', async () => {
  for (let i = 0; i < 40; i += 1) await mapi(order(`J${i}`));
  answer = 'fail';
  const turned = setTimeout(() => (answer = 'success'), 200);
  const out_trade_nos = Array.from({ length: 40 }, (_, i) => `J${i}`);
  const result = await postJson<{ orders: number; sent: number; taken: number; untaken: string[] }>(
    `${pay.url}/_control/pay-all`,
    { concurrency: 8, repeats: 2, rounds: 20, pause_ms: 100, out_trade_nos },
  );
  clearTimeout(turned);
  assert.deepEqual([result.orders, result.taken, result.untaken], [40, 40, []]);
  assert.ok(result.sent > 80, `${result.sent}`);
  const before = toldOf('J0').length;
  assert.ok(before >= 2);
  await new Promise((done) => setTimeout(done, 250));
  assert.equal(toldOf('J0').length, before);
});
