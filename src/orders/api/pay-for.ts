import { paymentOf, startPayment, type Way } from '../../payments/index.ts';
import { fromNow, MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import type { OrderRow } from '../tables.ts';
import type { ApiBuyer } from './buy.ts';

/** Where to pay, and our number of the payment. */
export type Pay = Way & { payment_no: string };

/** Begins the payment of an order that is not paid yet; null when there is nothing to pay. Asked again, it is the same. */
export async function payFor(
  order: OrderRow,
  { gateway, method }: { gateway: string; method: string },
  { user_agent, source }: Pick<ApiBuyer, 'user_agent' | 'source'>,
): Promise<Pay | null> {
  if (order.status !== 'unpaid') return null;
  const { payment_no, way } = await startPayment(db, {
    ...{ purpose: 'order', subject_id: order.id, amount_cents: order.total_cents },
    ...{ title: `订单 ${order.order_no}`, gateway, method, ip: source, user_agent },
    expires_at: order.hold_until ?? fromNow(MINUTE),
    return_path: `/orders/${order.order_no}`,
  });
  return { ...way, payment_no };
}

/** How an order that was placed before is being paid; null when that is over, or was never begun. */
export async function payOf(order: OrderRow): Promise<Pay | null> {
  if (order.status !== 'unpaid') return null;
  const payment = await paymentOf(db, { purpose: 'order', subject_id: order.id });
  return payment?.way ? { ...payment.way, payment_no: payment.payment_no } : null;
}
