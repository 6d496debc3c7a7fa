import { cardsOf } from '../../cards/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import type { OrderRow } from '../tables.ts';
import { handOver } from './hand-over.ts';

const AT_ONCE = 100;

/**
 * Gives what has come into stock to paid orders that wait for it, the oldest first. How many were helped. A queue that
 * fails is logged and comes again; it keeps no other waiting.
 */
export async function fillQueues(): Promise<number> {
  const waited = await db('orders').where({ status: 'waiting' }).distinct('variant_id');
  let helped = 0;
  for (const { variant_id } of waited)
    helped += await fillQueue(variant_id).catch((error: unknown) => {
      log.error('queue not filled', { variant_id, error });
      return 0;
    });
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
    const own = await cardsOf(
      trx,
      queue.map(({ id }) => id),
    );
    const first = fitting(
      queue,
      ({ id, quantity }) => quantity - (own.get(id)?.length ?? 0),
      variant.is_endless ? Number.POSITIVE_INFINITY : variant.stock,
    );
    const states = await handOver(trx, after, first);
    return [...states.values()].filter((status) => status !== 'waiting').length;
  });
}

/** Strictly the oldest first: who wants much is not passed by those behind him for ever. */
function fitting(
  queue: readonly OrderRow[],
  missing: (order: OrderRow) => number,
  stock: number,
): OrderRow[] {
  let left = stock;
  const fits = queue.findIndex((order) => {
    left -= missing(order);
    return left < 0;
  });
  return fits < 0 ? [...queue] : queue.slice(0, fits);
}
