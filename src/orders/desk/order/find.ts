import type { Request } from 'express';
import type { ProductRow, VariantRow } from '../../../catalog/index.ts';
import type { PaymentRow, RefundRow } from '../../../payments/index.ts';
import { type Db, db } from '../../../platform/db.ts';
import { must } from '../../../platform/errors.ts';
import type { OrderEventRow, OrderRow } from '../../tables.ts';

export const orderAt = (order_no: string): string => `/shop-orders/${order_no}`;

/** The order of the address. Throws UserError not_found. */
export async function orderIn(req: Request): Promise<OrderRow> {
  const order_no = String(req.params['order_no']);
  return must(await db('orders').where({ order_no }).first(), '订单');
}

/** All that is known of one order but its goods. */
export interface Whole {
  order: OrderRow;
  product: ProductRow | undefined;
  variant: VariantRow | undefined;
  payments: PaymentRow[];
  refunds: RefundRow[];
  events: OrderEventRow[];
  /** What gateways said of its payments. */
  said: { payment_id: number | null; verdict: string; at: Date }[];
}

export async function wholeOrder(db: Db, order: OrderRow): Promise<Whole> {
  const { id, product_id, variant_id } = order;
  const payments = await db('payments').where({ purpose: 'order', subject_id: id }).orderBy('id');
  const ids = payments.map((payment) => payment.id);
  return {
    order,
    payments,
    product: await db('products').where({ id: product_id }).first(),
    variant: await db('variants').where({ id: variant_id }).first(),
    refunds: await db('refunds').whereIn('payment_id', ids).orderBy('id'),
    events: await db('order_events').where({ order_id: id }).orderBy('id').limit(500),
    said: await db('payment_events')
      .whereIn('payment_id', ids)
      .orderBy('id', 'desc')
      .limit(50)
      .select('payment_id', 'verdict', 'at'),
  };
}
