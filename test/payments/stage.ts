import { getJson, postJson, startSandbox, until } from '../sandbox/process.ts';

type File = Record<string, Record<string, string>>;

/** The payment sandbox with every gateway of the product set to it, and what a test does there. */
export async function payStage(app: { url: string }, args: string[] = []) {
  const box = await startSandbox('pay', ['--retry-ms', '60000', '--refund-ms', '1', ...args]);
  const { db, inTransaction } = await import('../../src/platform/db.ts');
  const { writeSetting } = await import('../../src/platform/settings.ts');
  const { paymentsSetting } = await import('../../src/payments/settings.ts');
  const { settingOf } = await import('../../src/payments/gateways/set-up.ts');
  const { ownFromSandbox } = await import('../../src/payments/gateways/sandbox-own.ts');
  const { GATEWAYS } = await import('../../src/payments/gateways/index.ts');
  const { startPayment } = await import('../../src/payments/index.ts');
  const { fromNow, MINUTE } = await import('../../src/platform/clock.ts');
  const file = await getJson<File>(`${box.url}/_control/gateway-file`);

  /** Sets a gateway up as its form would; `own` differs from what the sandbox's file says. */
  async function setUp(name: string, own: Record<string, unknown> = {}) {
    const methods = GATEWAYS.find((one) => one.name === name)?.methods.map(({ value }) => value);
    const whole = { ...ownFromSandbox(name, file), ...own };
    await inTransaction((trx) =>
      writeSetting(trx, settingOf(name), { is_enabled: true, methods, own: whole }),
    );
  }
  await inTransaction((trx) => writeSetting(trx, paymentsSetting, { callback_base: app.url }));
  for (const name of ['epay_v1', 'epay_v2', 'alipay', 'wechat', 'epusdt']) await setUp(name);
  await setUp('manual', { instructions: '转账到 1234' });
  await setUp('balance');

  let people = 1000;
  /** A payment that fills somebody's balance, so that it lands without an order. */
  async function begin(gateway: string, method = '', amount_cents = 2880) {
    const subject_id = ++people;
    const begun = await startPayment(db, {
      ...{ purpose: 'top_up', subject_id, amount_cents, gateway, method, title: '余额充值' },
      ...{ expires_at: fromNow(15 * MINUTE), return_path: '/balance', ip: '203.0.113.7' },
      user_agent: 'Mozilla/5.0',
    });
    return { ...begun, user_id: subject_id };
  }

  const control = <T>(path: string, body: object) =>
    postJson<T>(`${box.url}/_control${path}`, body);
  return {
    box,
    file,
    setUp,
    begin,
    /** Does something to an order at the platform and waits until the shop has answered all of it. */
    pay: (payment_no: string, as = 'pay', more: object = {}) =>
      control<{ done: boolean }>('/pay', { out_trade_no: payment_no, as, wait: true, ...more }),
    notify: (payment_no: string, more: object = {}) =>
      control('/notify', { out_trade_no: payment_no, ...more }),
    fault: (kind: string, times = 1) => control('/fault', { kind, times }),
    control,
    /** What the shop answered to each notification of an order. */
    answers: (payment_no: string) =>
      getJson<{ status: number; answer: string }[]>(
        `${box.url}/_control/notifications?out_trade_no=${payment_no}`,
      ),
    orders: (payment_no: string) =>
      getJson<{ refunded_cents: number; status: string }[]>(
        `${box.url}/_control/orders?out_trade_no=${payment_no}`,
      ),
    row: (payment_no: string) => db('payments').where({ payment_no }).first(),
    verdicts: async (payment_no: string) => {
      const row = await db('payments').where({ payment_no }).first('id');
      const events = await db('payment_events')
        .where({ payment_id: row?.id ?? 0 })
        .orderBy('id');
      return events.map(({ verdict }) => verdict);
    },
    balance: async (user_id: number) =>
      (await db('balances').where({ user_id }).first('cents'))?.cents ?? 0,
    until,
  };
}
