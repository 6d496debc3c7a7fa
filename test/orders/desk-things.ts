import type { ProductRow, VariantRow } from '../../src/catalog/tables.ts';
import type { OrderRow } from '../../src/orders/tables.ts';

// To be imported after the environment is set (test/harness.ts): orders as operators find them, made by the product.

type Differs = Partial<VariantRow> & {
  quantity?: number;
  cards?: number;
  product?: Partial<ProductRow>;
};

let guests = 0;

/** A guest's order that waits for its money. */
export async function anUnpaidOrder(differs: Differs = {}) {
  const { db } = await import('../../src/platform/db.ts');
  const { placeOrder } = await import('../../src/orders/index.ts');
  const { aVariantWithCards, aVariant } = await import('../shop.ts');
  const { guestWish } = await import('./shop.ts');
  const { quantity = 1, cards = quantity + 1, stock = 5, product = {}, ...columns } = differs;
  const isManual = product.delivery === 'manual';
  const made = isManual
    ? await aVariant(db, { ...columns, stock, product })
    : await aVariantWithCards(db, cards, { cost_cents: 400, ...columns, product });
  const wish = guestWish(made.variant, `guest${++guests}`, { quantity });
  const { order } = await placeOrder(wish);
  return { ...made, order, order_no: order.order_no, contact: wish.contact ?? '' };
}

/** The same, paid at 易支付 as a gateway would have told. */
export async function aPaidOrder(differs: Differs = {}) {
  const made = await anUnpaidOrder(differs);
  const paid = await payFor(made.order);
  return { ...made, ...paid, order: await orderNow(made.order_no) };
}

/** Money for an order, landed; gives its numbers. */
export async function payFor({ id, total_cents }: Pick<OrderRow, 'id' | 'total_cents'>) {
  const { db } = await import('../../src/platform/db.ts');
  const { landPayment } = await import('../../src/orders/index.ts');
  const { publicNo } = await import('../../src/platform/ids.ts');
  const { now } = await import('../../src/platform/clock.ts');
  const payment_no = publicNo('ZF');
  const row = { payment_no, subject_id: id, amount_cents: total_cents, gateway: 'epay_v1' };
  const [payment_id = 0] = await db('payments').insert({
    ...{ ...row, purpose: 'order', title: '月卡', status: 'started' },
    ...{ created_at: now(), expires_at: now() },
  });
  const trade_no = `2026112300${payment_id}`;
  await landPayment({ ...row, payment_id, purpose: 'order', trade_no });
  return { payment_no, trade_no };
}

export async function orderNow(order_no: string): Promise<OrderRow> {
  const { db } = await import('../../src/platform/db.ts');
  const row = await db('orders').where({ order_no }).first();
  if (!row) throw new Error(`there is no order ${order_no}`);
  return row;
}

/** A task that is over and has left no file; its number. */
export async function aTask(made_by: number): Promise<string> {
  const { db } = await import('../../src/platform/db.ts');
  const { publicNo } = await import('../../src/platform/ids.ts');
  const { now } = await import('../../src/platform/clock.ts');
  const { sealPlan, USUAL } = await import('../../src/orders/desk/tasks/plan.ts');
  const task_no = publicNo('PL');
  await db('shop_tasks').insert({
    ...{ task_no, kind: 'note', state: 'done', made_by, created_at: now() },
    plan_sealed: sealPlan(task_no, USUAL),
  });
  return task_no;
}
