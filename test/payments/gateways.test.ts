import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPay } from '../../src/payments/index.ts';
import { start } from '../harness.ts';
import { payStage } from './stage.ts';

const app = await start();
const stage = await payStage(app);
const { db } = app;
const { askDue, requestRefund, refundsOf, startPayment } = await import(
  '../../src/payments/index.ts'
);
const { inTransaction } = await import('../../src/platform/db.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { sendDueRefunds } = await import('../../src/payments/refunds/send-refund.ts');
const { shiftClock, MINUTE, DAY } = await import('../../src/platform/clock.ts');
const { landPayment } = await import('../../src/orders/index.ts');

/** Every gateway of the sandbox with one of its ways. */
const WAYS = [
  ['epay_v1', 'alipay'],
  ['epay_v2', 'wxpay'],
  ['alipay', 'scan'],
  ['wechat', ''],
  ['epusdt', 'usdt.trc20'],
] as const;

for (const [gateway, method] of WAYS) {
  test(`${gateway}: what is paid there is credited here once, and the gateway hears that it may stop`, async () => {
    const { payment_no, user_id, way } = await stage.begin(gateway, method);
    assert.ok(['redirect', 'qr'].includes(way.kind));
    await stage.pay(payment_no);
    const row = await stage.row(payment_no);
    assert.equal(row?.status, 'paid');
    assert.ok(row.trade_no && row.landed_at);
    assert.equal(await stage.balance(user_id), 2880);
    const [told] = await stage.answers(payment_no);
    assert.deepEqual(await stage.verdicts(payment_no), ['paid']);
    const right = { wechat: '', epusdt: 'ok' }[gateway as string] ?? 'success';
    assert.equal(told?.answer, right);
    assert.equal(told?.status, gateway === 'wechat' ? 204 : 200);
    await stage.notify(payment_no, { times: 3, concurrency: 3 });
    assert.equal(await stage.balance(user_id), 2880);
    assert.deepEqual((await stage.verdicts(payment_no)).slice(1), Array(3).fill('repeated'));
    assert.ok((await stage.answers(payment_no)).every(({ answer }) => answer === right));
  });

  test(`${gateway}: lies are refused, written down with what is wrong, and change nothing`, async () => {
    const { payment_no, user_id } = await stage.begin(gateway, method);
    for (const lie of [
      { forged: true },
      { money: '28.79' },
      { money: '0.01' },
      { other_out_trade_no: 'ZF0000000000000000' },
      // Signed as it should be, of the right amount, and never paid.
      {},
    ])
      await stage.notify(payment_no, { event: 'success', ...lie });
    if (!['epusdt'].includes(gateway)) await stage.notify(payment_no, { stranger: true });
    if (['alipay', 'wechat'].includes(gateway)) await stage.notify(payment_no, { currency: 'USD' });
    const seen = await db('payment_events').orderBy('id', 'desc').limit(7);
    const verdicts = seen.map(({ verdict }) => verdict);
    for (const wanted of ['bad_signature', 'wrong_amount', 'unknown_payment', 'denied'])
      assert.ok(verdicts.includes(wanted), `${wanted} of ${verdicts}`);
    if (gateway !== 'epusdt') assert.ok(verdicts.includes('other_merchant'), String(verdicts));
    if (['alipay', 'wechat'].includes(gateway))
      assert.ok(verdicts.includes('other_currency'), String(verdicts));
    const answers = await stage.answers(payment_no);
    assert.ok(answers.length >= 5);
    for (const { status, answer } of answers)
      assert.ok(!['success', 'ok'].includes(answer) && status !== 204, `${status} ${answer}`);
    assert.equal((await stage.row(payment_no))?.status, 'started');
    assert.equal(await stage.balance(user_id), 0);
    await stage.pay(payment_no);
    assert.equal(await stage.balance(user_id), 2880, 'the truth is still believed');
  });

  test(`${gateway}: events that are no success never stand in the way of one`, async () => {
    const { payment_no, user_id } = await stage.begin(gateway, method);
    await stage.notify(payment_no, { event: 'waiting' });
    await stage.notify(payment_no, { event: 'closed' });
    assert.deepEqual(await stage.verdicts(payment_no), ['not_success', 'not_success']);
    await stage.pay(payment_no, 'storm', { times: 8 });
    assert.equal(await stage.balance(user_id), 2880);
  });

  test(`${gateway}: money that nobody tells of is found by asking`, async () => {
    const { payment_no, user_id } = await stage.begin(gateway, method);
    await stage.pay(payment_no, 'silent');
    await db('payments')
      .where({ payment_no })
      .update({ ask_due_at: new Date(0) });
    for (const paid of await askDue(50)) await landPayment(paid);
    assert.equal(await stage.balance(user_id), 2880);
    assert.deepEqual(await stage.verdicts(payment_no), ['paid']);
  });
}

for (const gateway of ['epay_v1', 'epay_v2', 'alipay', 'wechat'] as const) {
  test(`${gateway}: money goes back in parts, never more than came, and once though the answer is lost`, async () => {
    const method = { epay_v1: 'alipay', epay_v2: 'alipay', alipay: 'scan', wechat: '' }[gateway];
    const { payment_no } = await stage.begin(gateway, method);
    await stage.pay(payment_no);
    const payment_id = (await stage.row(payment_no))?.id ?? 0;
    const giveBack = (amount_cents: number) =>
      inTransaction((trx) =>
        // The job that hastens it is left out: this test is the worker.
        requestRefund(trx, () => {}, {
          ...{ payment_id, amount_cents, way: 'gateway', reason: '坏卡', actor: SYSTEM },
        }),
      );
    const sendAll = async () => {
      for (let round = 0; round < 3; round++) {
        await db('refunds')
          .where({ state: 'wanted' })
          .update({ due_at: new Date(0) });
        await sendDueRefunds();
        await new Promise((done) => setTimeout(done, 20));
      }
    };
    const whole = gateway === 'epay_v1';
    await giveBack(whole ? 2880 : 1000);
    await stage.fault('api_lost');
    await sendAll();
    await assert.rejects(giveBack(whole ? 1 : 1881), /最多还能退/);
    if (!whole) await giveBack(1880);
    await sendAll();
    const refunds = await refundsOf(db, payment_id);
    assert.deepEqual(
      refunds.map(({ state }) => state),
      refunds.map(() => 'done'),
      String(refunds.map(({ last_error }) => last_error)),
    );
    const [order] = await stage.orders(payment_no);
    assert.equal(order?.refunded_cents, 2880);
  });
}

test('WeChat is understood by its platform certificate as by its public key, and a replay is too old', async () => {
  const { platform_serial_no, platform_cert } = stage.file['wechat'] ?? {};
  await stage.setUp('wechat', { platform_serial: platform_serial_no, platform_key: platform_cert });
  await stage.control('/settings', { wechat_verify: 'certificate' });
  const { payment_no, user_id } = await stage.begin('wechat');
  await stage.notify(payment_no, { event: 'success', at: Date.now() - 400_000 });
  assert.deepEqual((await db('payment_events').orderBy('id', 'desc').first())?.verdict, 'too_old');
  assert.equal((await stage.answers(payment_no)).at(-1)?.status, 401);
  await stage.pay(payment_no);
  assert.equal(await stage.balance(user_id), 2880);
  await stage.setUp('wechat');
  await stage.control('/settings', { wechat_verify: 'public_key' });
});

test('Alipay is spoken to by certificates, by a page and by a phone', async () => {
  const { app_cert, alipay_cert, alipay_root_cert } = stage.file['alipay'] ?? {};
  await stage.setUp('alipay', {
    ...{ app_certificate: app_cert, root_certificate: alipay_root_cert, public_key: alipay_cert },
  });
  for (const method of ['scan', 'page', 'wap']) {
    const { payment_no, user_id, way } = await stage.begin('alipay', method);
    if (way.kind === 'redirect') assert.ok((await fetch(way.url)).ok);
    await stage.pay(payment_no);
    assert.equal(await stage.balance(user_id), 2880, method);
  }
  await stage.setUp('alipay');
});

test('the same callback thirty-two times at once credits once', async () => {
  const { payment_no, user_id } = await stage.begin('epay_v1', 'alipay');
  await stage.pay(payment_no, 'silent');
  await stage.notify(payment_no, { event: 'success', times: 32, concurrency: 32 });
  assert.equal(await stage.balance(user_id), 2880);
  assert.equal((await db('balance_entries').where({ user_id })).length, 1);
  const answers = await stage.answers(payment_no);
  assert.ok(answers.every(({ answer }) => answer === 'success'));
});

test('of a wrong amount, however often and at once it is told, each operator of the money hears once', async () => {
  const { aPerson } = await import('../factories.ts');
  const operator = await aPerson('administrator');
  const { payment_no } = await stage.begin('epay_v1', 'alipay');
  const lie = { event: 'success', money: '28.79' };
  await Promise.all(
    Array.from({ length: 4 }, () => stage.notify(payment_no, { ...lie, times: 4, concurrency: 4 })),
  );
  assert.deepEqual(new Set(await stage.verdicts(payment_no)), new Set(['wrong_amount']));
  const told = await db('notifications').where({ user_id: operator.id, event: 'payment.alarm' });
  assert.equal(told.filter(({ link }) => link === `/payments/${payment_no}`).length, 1);
});

test('a gateway that cannot be asked is not believed yet: it comes again, and is asked again', async () => {
  const { payment_no, user_id } = await stage.begin('epay_v2', 'alipay');
  await stage.pay(payment_no, 'silent');
  await stage.fault('api_error');
  await stage.notify(payment_no, { event: 'success' });
  assert.deepEqual(await stage.verdicts(payment_no), ['unconfirmed']);
  assert.notEqual((await stage.answers(payment_no)).at(-1)?.answer, 'success');
  await stage.notify(payment_no, { event: 'success' });
  assert.equal(await stage.balance(user_id), 2880);
});

test('late money lands, a year later or after the payment was closed', async () => {
  const { closePayments } = await import('../../src/payments/index.ts');
  const { payment_no, user_id } = await stage.begin('epay_v1', 'wxpay');
  await closePayments(db, { purpose: 'top_up', subject_ids: [user_id] });
  shiftClock(365 * DAY);
  await stage.pay(payment_no);
  assert.equal(await stage.balance(user_id), 2880);
  await stage.notify(payment_no, { event: 'success' });
  shiftClock(0);
  assert.deepEqual(await stage.verdicts(payment_no), ['paid', 'repeated']);
});

test('a payment begun twice is one; a gateway that fails says so and the next try is another', async () => {
  const wanted: ToPay = {
    purpose: 'top_up',
    ...{ subject_id: 77, amount_cents: 990, gateway: 'epay_v2', method: 'alipay', title: '充值' },
    expires_at: new Date(Date.now() + 15 * MINUTE),
    ...{ return_path: '/balance', ip: null, user_agent: '' },
  };
  const [one, two] = await Promise.all([startPayment(db, wanted), startPayment(db, wanted)]);
  assert.equal(one.payment_no, two.payment_no);
  await stage.fault('api_lost');
  const other = { ...wanted, gateway: 'epusdt', method: 'usdt.trc20' };
  await assert.rejects(startPayment(db, other), /暂时不可用/);
  const again = await startPayment(db, other);
  assert.equal(again.way.kind, 'redirect');
  const rows = await db('payments').where({ subject_id: 77, gateway: 'epusdt' }).orderBy('id');
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['closed', 'started'],
  );
});
