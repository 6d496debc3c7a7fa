import { createBatcher } from '../../platform/batcher.ts';
import { inTransaction } from '../../platform/db.ts';
import { placeBatch } from './place-batch.ts';
import type { Placed, Wish } from './wish.ts';

const batcher = createBatcher<Wish, Placed>({
  run: (wishes) => inTransaction((trx, after) => placeBatch(trx, after, wishes)),
  max: 64,
  inFlight: 2,
});

/**
 * Places an order and holds its stock, in one transaction with others that arrive at the same time; what is paid from
 * a balance, or costs nothing, is delivered in it as well. A UserError says why not, and then nothing has changed.
 */
export function placeOrder(wish: Wish): Promise<Placed> {
  return batcher.add(wish);
}

/** Resolves when no order is on its way: before the process ends. */
export const ordersPlaced = (): Promise<void> => batcher.drained();
