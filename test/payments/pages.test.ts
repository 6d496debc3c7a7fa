import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { alipayBill, uploadBill } from './bills.ts';
import { longWords, lookAt } from './looks.ts';
import { payStage } from './stage.ts';

const app = await start();
const { db } = app;
const stage = await payStage(app);
const { shownDay, now } = await import('../../src/platform/clock.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { askDue, requestRefund } = await import('../../src/payments/index.ts');
const { sendDueRefunds } = await import('../../src/payments/refunds/send-refund.ts');
const { goOnWithDue } = await import('../../src/payments/reconcile/begin.ts');
const { landPayment } = await import('../../src/orders/index.ts');
const operator = await app.signedIn('operator');
const administrator = await app.signedIn('administrator');
const customer = await app.signedIn('customer');

const text = async (answer: Promise<Response>) => (await answer).text();
const lastPayment = () => db('payments').orderBy('id', 'desc').first();

test('a customer fills his balance: chooses, pays, sees it, and nobody else sees his payment', async () => {
  const bad = await customer.post('/balance/top-ups', { amount: '0.1', way: 'wechat/' });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /一次可充 ¥1\.00 到/);
  const none = await customer.post('/balance/top-ups', { amount: '50', way: 'balance/' });
  assert.equal(none.status, 422);
  const begun = await customer.post('/balance/top-ups', { amount: '50', way: 'wechat/' });
  assert.equal(begun.status, 303);
  const page = begun.headers.get('location') ?? '';
  assert.match(await text(customer.get(page)), /src="data:image\/png;base64,/);
  const stranger = await app.signedIn('customer');
  assert.equal((await stranger.get(page)).status, 404);
  await stage.pay((await lastPayment())?.payment_no ?? '');
  assert.match(await text(customer.get(page)), /充值成功/);
  assert.match(await text(customer.get('/balance')), /¥50\.00[\s\S]*充值/);
});

test('an operator adjusts a balance with a reason, never below nothing', async () => {
  const user = await db('users').where({ id: customer.user_id }).first();
  const at = `/balances/${user?.user_no}`;
  const less = { direction: 'less', amount: '50.01', reason: '误充' };
  assert.match(await text(operator.post(`${at}/adjustments`, less)), /余额没有这么多/);
  assert.equal((await operator.post(`${at}/adjustments`, { ...less, reason: '' })).status, 422);
  assert.equal((await operator.post(`${at}/adjustments`, { ...less, amount: '-1' })).status, 422);
  assert.equal((await operator.post(`${at}/adjustments`, { ...less, amount: '20' })).status, 303);
  assert.equal(await stage.balance(customer.user_id), 3000);
  const entry = await db('audit_entries').where({ action: 'balance.adjusted' }).first();
  assert.match(entry?.details_json ?? '', /-2000/);
});

test('money seen at the bank is confirmed by hand, once, with a reason', async () => {
  const { payment_no, user_id, way } = await stage.begin('manual');
  assert.deepEqual(way, { kind: 'page', text: '转账到 1234' });
  const at = `/payments/${payment_no}/confirmation`;
  assert.equal((await operator.post(at, { reason: '' })).status, 422);
  const reasoned = { reason: '招行流水第 3 笔', trade_no: 'BANK3' };
  assert.equal((await operator.post(at, reasoned)).status, 303);
  assert.equal((await operator.post(at, reasoned)).status, 409);
  assert.equal(await stage.balance(user_id), 2880);
  const page = await text(operator.get(`/payments/${payment_no}`));
  assert.match(page, /人工确认[\s\S]*BANK3/);
  assert.match(await text(operator.get('/payments?number=BANK3')), new RegExp(payment_no));
});

test('a payment shows what its gateway said, without signatures', async () => {
  const { payment_no } = await stage.begin('epay_v1', 'alipay');
  await stage.notify(payment_no, { event: 'success', forged: true });
  await stage.pay(payment_no);
  const page = await text(operator.get(`/payments/${payment_no}`));
  assert.match(page, /确认到账[\s\S]*trade_status/);
  assert.doesNotMatch(page, /[0-9a-f]{32}/);
  const asked = await operator.post(`/payments/${payment_no}/inquiry`);
  assert.match(decodeURIComponent(asked.headers.get('set-cookie') ?? ''), /与这里一致/);
});

test('money that no rule may settle is told to operators, once', async () => {
  const { payment_no, user_id } = await stage.begin('epay_v1', 'alipay');
  await stage.pay(payment_no, 'twice');
  await stage.notify(payment_no, { other_trade_no: 'T999' });
  assert.equal(await stage.balance(user_id), 2880);
  const page = await text(operator.get('/messages'));
  assert.equal(page.split(`支付 ${payment_no}`).length - 1, 1, 'told once');
});

test('where gateways call and how much may be filled up at once is set, and refused when it is nonsense', async () => {
  const base = { callback_base: app.url, may_top_up: 'true', top_up_least_cents: '1' };
  const bad = { ...base, callback_base: 'shop', top_up_most_cents: 'viel' };
  assert.equal((await administrator.post('/gateways', bad)).status, 422);
  assert.equal(
    (await administrator.post('/gateways', { ...base, top_up_most_cents: '60' })).status,
    303,
  );
  const much = await customer.post('/balance/top-ups', { amount: '60.01', way: 'wechat/' });
  assert.match(await much.text(), /到 ¥60\.00/);
});

async function paidBy(gateway: string, method = '') {
  const { payment_no, user_id } = await stage.begin(gateway, method);
  await stage.pay(payment_no);
  return { payment_no, user_id, id: (await stage.row(payment_no))?.id ?? 0 };
}
const giveBack = (payment_id: number, user_id: number | null = null) =>
  inTransaction((trx) =>
    requestRefund(trx, () => {}, {
      ...{ payment_id, amount_cents: 1000, way: 'gateway', reason: '坏卡', actor: SYSTEM, user_id },
    }),
  );

test('a refund that fails is told to operators, tried again, or goes to the balance instead', async () => {
  const { id, user_id } = await paidBy('alipay', 'scan');
  await stage.fault('refund_fails');
  const refund_no = await giveBack(id, user_id);
  await db('refunds')
    .update({ due_at: new Date(0) })
    .where({ refund_no });
  await sendDueRefunds();
  const state = async () => (await db('refunds').where({ refund_no }).first())?.state;
  assert.equal(await state(), 'failed');
  assert.match(await text(operator.get('/refunds?state=failed')), new RegExp(refund_no));
  assert.match(await text(operator.get('/messages')), new RegExp(refund_no));
  assert.equal((await operator.post(`/refunds/${refund_no}/way`, { way: 'balance' })).status, 303);
  assert.equal(await state(), 'done');
  assert.equal(await stage.balance(user_id), 2880 + 1000);
  assert.equal((await operator.post(`/refunds/${refund_no}/retry`)).status, 409);
});

test('what a gateway cannot give back waits for a person, who ticks it', async () => {
  const { id } = await paidBy('epusdt', 'usdt.trc20');
  const refund_no = await giveBack(id);
  assert.match(await text(operator.get('/refunds')), /等待人工退款/);
  const done = { gateway_refund_no: '0xabc' };
  assert.equal((await operator.post(`/refunds/${refund_no}/completion`, done)).status, 303);
  assert.equal((await operator.post(`/refunds/${refund_no}/completion`, done)).status, 409);
});

test('a day is compared with its gateway: what is paid there lands here, the rest is listed', async () => {
  const lost = await stage.begin('epay_v2', 'alipay');
  await stage.pay(lost.payment_no, 'silent');
  const back = await paidBy('epay_v2', 'wxpay');
  await stage.control('/refund', { out_trade_no: back.payment_no });
  const made_up = await stage.begin('epay_v2', 'qqpay');
  await db('payments')
    .where({ payment_no: made_up.payment_no })
    .update({ status: 'paid', landed_at: now() });
  await paidBy('epay_v2', 'bank');
  const begun = await operator.post('/reconciliations', {
    gateway: 'epay_v2',
    day: shownDay(now()),
  });
  assert.equal(begun.status, 303);
  await goOnWithDue();
  const page = await text(operator.get(begun.headers.get('location') ?? ''));
  assert.match(page, /已自动补单/);
  const items = await db('reconciliation_items').orderBy('id');
  assert.deepEqual(
    items.map(({ payment_no, fault, state }) => [payment_no, fault, state]),
    [
      [lost.payment_no, 'paid_there', 'repaired'],
      [back.payment_no, 'refunded_there', 'open'],
      [made_up.payment_no, 'not_paid_there', 'open'],
    ],
  );
  for (const paid of await askDue(50)) await landPayment(paid);
  assert.equal(await stage.balance(lost.user_id), 2880);
  const resolved = { item: String(items[1]?.id), reason: '客户已确认' };
  const at = `${begun.headers.get('location')}/resolutions`;
  assert.equal((await operator.post(at, resolved)).status, 303);
  assert.equal((await operator.post(at, resolved)).status, 409);
});

test('a bill as Alipay gives it is compared both ways, and what is no bill is refused', async () => {
  const [listed, wrong, missing] = [
    await paidBy('alipay', 'scan'),
    await paidBy('alipay', 'scan'),
    await paidBy('alipay', 'scan'),
  ];
  const upload = (bill: string) => uploadBill(operator, 'alipay', shownDay(now()), bill);
  assert.match(await text(upload('a,b\n1,2')), /没有找到“商户订单号”/);
  const compared = await upload(alipayBill(listed.payment_no, wrong.payment_no));
  assert.equal(compared.status, 303);
  const round = await db('reconciliations').orderBy('id', 'desc').first();
  const items = await db('reconciliation_items').where({ reconciliation_id: round?.id ?? 0 });
  const faults = new Map(items.map(({ payment_no, fault }) => [payment_no, fault]));
  assert.equal(round?.state, 'done');
  assert.equal(faults.get(listed.payment_no), undefined);
  assert.equal(faults.get(wrong.payment_no), 'other_amount');
  assert.equal(faults.get('ZF0000000000000000'), 'unknown_here');
  assert.equal(faults.get(missing.payment_no), 'missing_there');
  assert.equal(faults.has('OTHER-SHOP-1'), false);
});

test('a gateway is set up in its form: keys are never shown again, and a fault is named at its field', async () => {
  const at = '/gateways/epay_v1';
  const form = {
    ...{ 'own.address': 'https://pay.example.cn/', 'own.pid': '1001', 'own.key': '', label: '' },
    ...{ 'own.entry': 'mapi', 'own.asks': 'true', position: '10', least: '1', most: '' },
    ...{ is_enabled: 'true', methods: ['alipay', 'evil'] },
  };
  const key = 'another-key-of-pay-example';
  assert.equal((await administrator.post(at, { ...form, 'own.key': key })).status, 303);
  assert.equal((await administrator.post(at, form)).status, 303);
  const page = await text(administrator.get(at));
  assert.match(page, /value="1001"/);
  assert.doesNotMatch(page, /another-key/);
  const { readSetting } = await import('../../src/platform/settings.ts');
  const { settingOf } = await import('../../src/payments/gateways/set-up.ts');
  const kept = await readSetting(settingOf('epay_v1'));
  assert.deepEqual(kept.methods, ['alipay']);
  assert.equal(kept.own['key'], key);
  const broken = await administrator.post(at, { ...form, 'own.address': 'pay', methods: [] });
  assert.equal(broken.status, 422);
  const wrong = await broken.text();
  for (const words of ['请填写完整地址', '请至少选一种']) assert.ok(wrong.includes(words), words);
  assert.equal((await operator.get(at)).status, 403);
  await stage.setUp('epay_v1');
  const tested = await administrator.post(`${at}/test`);
  assert.match(decodeURIComponent(tested.headers.get('set-cookie') ?? ''), /密钥正确/);
  await stage.setUp('epay_v1', { key: 'wrong' });
  const failed = await administrator.post(`${at}/test`);
  assert.match(decodeURIComponent(failed.headers.get('set-cookie') ?? ''), /error/);
});

test('every page about money stands well on screens of all kinds', async () => {
  await longWords(db);
  const epay = await db('payments').where({ gateway: 'epay_v1', status: 'paid' }).first();
  const open = await customer.post('/balance/top-ups', { amount: '12', way: 'wechat/' });
  const round = await db('reconciliations').first();
  const user = await db('users').where({ id: customer.user_id }).first();
  const pages = {
    payments: ['/payments', operator],
    payment: [`/payments/${epay?.payment_no}`, operator],
    'payment-open': [`/payments/${(await stage.begin('manual')).payment_no}`, operator],
    refunds: ['/refunds', operator],
    reconciliations: ['/reconciliations', operator],
    reconciliation: [`/reconciliations/${round?.reconciliation_no}`, operator],
    'person-balance': [`/balances/${user?.user_no}`, operator],
    gateways: ['/gateways', administrator],
    alipay: ['/gateways/alipay', administrator],
    balance: ['/balance', customer],
    'top-up': [open.headers.get('location') ?? '', customer],
  } as const;
  const faults = await lookAt(pages);
  assert.deepEqual(faults, []);
});
