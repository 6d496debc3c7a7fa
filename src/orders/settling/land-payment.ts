import { landTopUp, markLanded, markPaid, type Paid } from '../../payments/index.ts';
import { createBatcher, type Outcome } from '../../platform/batcher.ts';
import type { After, Db } from '../../platform/db.ts';
import { inTransaction } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { deliverPaid } from '../delivery/deliver-paid.ts';
import { giveRoom } from '../placing/room.ts';
import { holdsOf } from '../placing/rooms-of.ts';
import { orderingSetting } from '../settings.ts';
import type { OrderRow } from '../tables.ts';
import { giveSurplus } from './surplus.ts';
import { takePayment } from './take-payment.ts';

/** What became of money: where its order stands now, or that it was not needed, or had been landed before. */
export type Landed = OrderRow['status'] | 'surplus' | 'topped_up' | 'repeated';

const batcher = createBatcher<Paid, Landed>({
  run: (paids) => inTransaction((trx, after) => landBatch(trx, after, paids)),
  max: 32,
  inFlight: 2,
});

/**
 * Lands money that a gateway has confirmed: the order it is for has its goods, or a place in the queue, when this
 * resolves; money that no order wants goes to the balance or back. However often the same payment comes, it lands once.
 */
export function landPayment(paid: Paid): Promise<Landed> {
  return batcher.add(paid);
}

/** Resolves when no money is on its way: before the process ends. */
export const paymentsLanded = (): Promise<void> => batcher.drained();

async function landBatch(
  trx: Db,
  after: After,
  paids: readonly Paid[],
): Promise<Outcome<Landed>[]> {
  const landed = paids.map((): Landed => 'repeated');
  const orders: { n: number; order: OrderRow }[] = [];
  // In one order everywhere, so that two transactions wait for each other and never both.
  const sorted = [...paids.entries()].sort(([, a], [, b]) => a.payment_id - b.payment_id);
  for (const [n, paid] of sorted) {
    const took = await landOne(trx, after, paid);
    if (typeof took === 'string') landed[n] = took;
    else orders.push({ n, order: took });
  }
  const taken = orders.map(({ order }) => order);
  await freeHolds(
    trx,
    taken.filter(({ is_late }) => !is_late),
  );
  const states = await deliverPaid(trx, after, taken);
  for (const { n, order } of orders) landed[n] = states.get(order.id) ?? order.status;
  return landed.map((value) => ({ ok: true, value }));
}

/** The order that has taken the money and is owed its goods, or what else became of it. */
async function landOne(trx: Db, after: After, paid: Paid): Promise<OrderRow | Landed> {
  if (paid.purpose === 'top_up') return (await landTopUp(trx, paid)) ? 'topped_up' : 'repeated';
  await markPaid(trx, paid);
  if (!(await markLanded(trx, paid.payment_id))) return 'repeated';
  const order = await takePayment(trx, paid);
  if (order) return order;
  await giveSurplus(trx, after, paid);
  return 'surplus';
}

async function freeHolds(trx: Db, orders: OrderRow[]): Promise<void> {
  const ordering = await readSetting(orderingSetting);
  await giveRoom(
    trx,
    orders.flatMap((order) => holdsOf(order, ordering)),
  );
}
