import { db, inTransaction } from '../../platform/db.ts';
import type { OrderRow } from '../tables.ts';
import { handOver } from './hand-over.ts';

const AT_ONCE = 100;

/** Gives what has come into stock to paid orders that wait for it, the oldest first. How many were helped. */
export async function fillQueues(): Promise<number> {
  const waited = await db('orders').where({ status: 'waiting' }).distinct('variant_id');
  let helped = 0;
  for (const { variant_id } of waited) helped += await fillQueue(variant_id);
  return helped;
}

async function fillQueue(variant_id: number): Promise<number> {
  return inTransaction(async (trx, after) => {
    const variant = await trx('variants').where({ id: variant_id }).first('stock', 'is_endless');
    if (!variant || (variant.stock <= 0 && !variant.is_endless)) return 0;
    const queue = await trx('orders')
      .where({ variant_id, status: 'waiting' })
      .orderBy(['paid_at', 'id'])
      .limit(AT_ONCE)
      .forUpdate()
      .select('*');
    const first = fitting(queue, variant.is_endless ? Number.POSITIVE_INFINITY : variant.stock);
    const states = await handOver(trx, after, first);
    return [...states.values()].filter((status) => status !== 'waiting').length;
  });
}

/** Strictly the oldest first: who wants much is not passed by those behind him for ever. */
function fitting(queue: readonly OrderRow[], stock: number): OrderRow[] {
  let left = stock;
  const fits = queue.findIndex(({ quantity }) => {
    left -= quantity;
    return left < 0;
  });
  return fits < 0 ? [...queue] : queue.slice(0, fits);
}
