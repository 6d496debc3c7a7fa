import { defineOwedWork } from '../platform/owed.ts';

/** Paid and owed by us: what an operator delivers, or what waits for stock, is no fault of the machine. */
defineOwedWork('orders.deliver', async (db) => {
  const row = await db('orders')
    .where({ status: 'paid' })
    .whereNot({ delivery: 'manual' })
    .orderBy('delivery_due_at')
    .first('delivery_due_at');
  return row?.delivery_due_at ?? null;
});

/** Money that has come and gives nobody anything yet. */
defineOwedWork('orders.land', async (db) => {
  const row = await db('payments')
    .where({ status: 'paid', landed_at: null })
    .orderBy('paid_at')
    .first('paid_at');
  return row?.paid_at ?? null;
});
