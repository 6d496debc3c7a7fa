import assert from 'node:assert/strict';
import type { App } from '../harness.ts';

type Client = ReturnType<App['client']>;

/** A shop that takes transfers and balances and asks for no proof of work, and what people do in it by its pages. */
export async function openShop({ db }: App) {
  const { writeSetting } = await import('../../src/platform/settings.ts');
  const { orderingSetting } = await import('../../src/orders/settings.ts');
  const { settingOf } = await import('../../src/payments/gateways/set-up.ts');
  const { landPayment } = await import('../../src/orders/index.ts');
  const { confirmByHand } = await import('../../src/payments/index.ts');
  const { SYSTEM } = await import('../../src/audit/index.ts');
  const { inTransaction } = await import('../../src/platform/db.ts');

  const many = { open_per_buyer: 1000, open_per_device: 1000, open_per_source: 1000 };
  await writeSetting(db, orderingSetting, { ...many, challenge_stock: 0, challenge_open: 0 });
  await writeSetting(db, settingOf('manual'), {
    ...{ is_enabled: true, label: '银行转账' },
    own: { instructions: '请转账到 6222 0000' },
  });
  await writeSetting(db, settingOf('balance'), { is_enabled: true });

  const PASSWORD = 'hen-hao-ji';
  const formFor = (variant: { variant_no: string }, differs: Record<string, string> = {}) => ({
    ...{ variant: variant.variant_no, quantity: '1', contact: 'Li.Hua@example.com' },
    ...{ password: PASSWORD, way: 'manual:', coupon: '' },
    ...differs,
  });

  /** Buys as a guest, or as whoever the client is; gives the order's number. */
  async function buy(client: Client, variant: { variant_no: string }, differs = {}) {
    const answer = await client.post('/orders', formFor(variant, differs));
    assert.equal(answer.status, 303, await answer.text());
    const place = answer.headers.get('location') ?? '';
    const [, order_no = ''] = /^\/orders\/(DD\w{16})$/.exec(place) ?? [];
    assert.ok(order_no);
    return order_no;
  }

  /** The operator has seen the money. */
  async function pay(order_no: string) {
    const order = await db('orders').where({ order_no }).first();
    const subject = { subject_id: order?.id ?? 0, purpose: 'order' } as const;
    const payment = await db('payments').where(subject).first();
    const said = { trade_no: 'T1', reason: '已到账' };
    const paid = await inTransaction((trx) =>
      confirmByHand(trx, payment?.payment_no ?? '', said, SYSTEM),
    );
    return landPayment(paid);
  }

  const pageOf = async (client: Client, path: string) => (await client.get(path)).text();
  return { buy, formFor, pageOf, pay, PASSWORD };
}
