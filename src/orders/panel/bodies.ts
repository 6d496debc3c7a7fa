import { peopleByIds } from '../../accounts/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import type { OrderRow } from '../tables.ts';
import type { PanelEvent } from './tables.ts';

/** What a panel is told of an order: numbers and sums. No card, no contact, no answer of the buyer's. */
export interface ToldOrder {
  order_no: string;
  variant_no: string;
  product_no: string;
  quantity: number;
  total_cents: number;
  refunded_cents: number;
  status: string;
  /** The buyer's account, when he has one. */
  user?: string;
}

export interface Body {
  event_id: string;
  order_id: number;
  json: string;
}

type Told = Pick<
  OrderRow,
  'id' | 'order_no' | 'quantity' | 'total_cents' | 'refunded_cents' | 'status' | 'user_id'
> & { variant_no: string; product_no: string };

/** One body for each order, as it stands in this transaction. */
export async function bodiesFor(
  trx: Db,
  event: PanelEvent,
  order_ids: readonly number[],
): Promise<Body[]> {
  const rows = await trx('orders')
    .join('variants', 'variants.id', 'orders.variant_id')
    .join('products', 'products.id', 'orders.product_id')
    .whereIn('orders.id', [...order_ids])
    .orderBy('orders.id')
    .select<Told[]>('orders.*', 'variants.variant_no', 'products.product_no');
  const buyers = [...new Set(rows.flatMap(({ user_id }) => user_id ?? []))];
  const people = buyers.length > 0 ? await peopleByIds(trx, buyers) : [];
  const users = new Map(people.map(({ id, user_no }) => [id, user_no]));
  return rows.map((row) => {
    const event_id = publicNo('SJ');
    const user = row.user_id === null ? undefined : users.get(row.user_id);
    const at = now().toISOString();
    return {
      event_id,
      order_id: row.id,
      json: JSON.stringify({ event, event_id, at, order: toldOf(event, row, user) }),
    };
  });
}

function toldOf(event: PanelEvent, row: Told, user: string | undefined): ToldOrder {
  const { order_no, variant_no, product_no, quantity, total_cents, refunded_cents } = row;
  // Paid and delivered in one transaction: the row has gone on already.
  const status = event === 'order.paid' ? 'paid' : row.status;
  const told = { order_no, variant_no, product_no, quantity, total_cents, refunded_cents, status };
  return user === undefined ? told : { ...told, user };
}
