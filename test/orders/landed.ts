import assert from 'node:assert/strict';
import type { OrderRow } from '../../src/orders/tables.ts';
import type { Db } from '../../src/platform/db.ts';

// To be imported after `start`.

/** Money for an order, as a gateway would have confirmed it. */
export async function moneyFor(db: Db, { id, total_cents }: Pick<OrderRow, 'id' | 'total_cents'>) {
  const { publicNo } = await import('../../src/platform/ids.ts');
  const { now } = await import('../../src/platform/clock.ts');
  const payment_no = publicNo('ZF');
  const paid = { payment_no, purpose: 'order', subject_id: id, gateway: 'epay_v1' } as const;
  const [payment_id = 0] = await db('payments').insert({
    ...{ ...paid, amount_cents: total_cents, title: '月卡', status: 'started' },
    ...{ created_at: now(), expires_at: now() },
  });
  return { ...paid, payment_id, amount_cents: total_cents, trade_no: `T${payment_id}` };
}

/** Lands an order's whole money. */
export async function pay(db: Db, order: Pick<OrderRow, 'id' | 'total_cents'>): Promise<string> {
  const { landPayment } = await import('../../src/orders/settling/land-payment.ts');
  return landPayment(await moneyFor(db, order));
}

/** Waits until it holds, for half a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 600; n++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('it never came to that');
}
