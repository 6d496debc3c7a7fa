import { contactOf } from '../../accounts/index.ts';
import type { Db } from '../../platform/db.ts';
import { unseal } from '../../platform/seal.ts';
import type { OrderRow } from '../tables.ts';

/** Where the buyer of an order is reached: his account's addresses, else the one he left. */
export interface Buyer {
  user_id: number | null;
  to: { email?: string | null; mobile?: string | null };
}

type Bought = Pick<OrderRow, 'order_no' | 'user_id' | 'contact_sealed'>;

/** Who is to be told of an order; null when nobody left an address. */
export async function buyerOf(db: Db, order: Bought): Promise<Buyer | null> {
  const { user_id, contact_sealed } = order;
  if (user_id !== null) return { user_id, to: await contactOf(db, user_id) };
  if (contact_sealed === null) return null;
  const contact = unseal(contact_sealed, `orders.contact:${order.order_no}`);
  return { user_id, to: contact.includes('@') ? { email: contact } : { mobile: contact } };
}
