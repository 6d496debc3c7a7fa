import type { ProductRow } from '../../catalog/index.ts';
import type { Ordering } from '../settings.ts';
import type { OrderRow } from '../tables.ts';
import type { Room } from './room.ts';

type Placed = Pick<
  OrderRow,
  'id' | 'product_id' | 'quantity' | 'by_program' | 'buyer_index' | 'source_index' | 'device_index'
>;

/** The unpaid orders that its buyer, his address and his device may have at once (of no product: 0). */
export function holdsOf(order: Placed, ordering: Ordering): Room[] {
  const { by_program, buyer_index, source_index, device_index } = order;
  const { open_per_buyer, open_per_program } = ordering;
  const most = by_program ? open_per_program : open_per_buyer;
  const one = { order_id: order.id, product_id: 0, bought: 1 };
  return [
    { ...one, kind: 'buyer', who: buyer_index, most },
    ...(source_index
      ? [{ ...one, kind: 'source' as const, who: source_index, most: ordering.open_per_source }]
      : []),
    ...(device_index
      ? [{ ...one, kind: 'device' as const, who: device_index, most: ordering.open_per_device }]
      : []),
  ];
}

export type Capped = Pick<ProductRow, 'most_per_buyer' | 'most_per_source'>;

/** What its product allows one buyer and one address over all their orders. */
export function capsOf(order: Placed, { most_per_buyer, most_per_source }: Capped): Room[] {
  const { product_id, buyer_index, source_index, quantity: bought } = order;
  const one = { order_id: order.id, product_id, bought };
  return [
    ...(most_per_buyer === null
      ? []
      : [{ ...one, kind: 'buyer' as const, who: buyer_index, most: most_per_buyer }]),
    ...(most_per_source === null || !source_index
      ? []
      : [{ ...one, kind: 'source' as const, who: source_index, most: most_per_source }]),
  ];
}
