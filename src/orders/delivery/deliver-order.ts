import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { handOver } from './hand-over.ts';

/** Hands a paid order's goods over; nothing when that is done, or an operator's to do. */
export async function deliverOrder(id: number): Promise<void> {
  await inTransaction(async (trx, after) => {
    // The row is locked first: who comes second finds it delivered.
    const order = await trx('orders').where({ id, status: 'paid' }).forUpdate().first();
    if (order && order.delivery !== 'manual') await handOver(trx, after, [order]);
  });
}

/**
 * Paid orders that are owed their goods by us: what a lost job or a killed process left. One that cannot be delivered
 * is logged and comes again; it keeps no other waiting.
 */
export async function deliverOwed(): Promise<void> {
  const rows = await db('orders')
    .where({ status: 'paid' })
    .whereNot({ delivery: 'manual' })
    .where('delivery_due_at', '<=', now())
    .orderBy('delivery_due_at')
    .limit(200)
    .select('id');
  for (const { id } of rows)
    await deliverOrder(id).catch((error: unknown) =>
      log.error('order not delivered', { order_id: id, error }),
    );
}
