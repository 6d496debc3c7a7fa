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
