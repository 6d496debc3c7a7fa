import { namesOf } from '../../accounts/index.ts';
import type { Db } from '../../platform/db.ts';
import { maskEmail, maskMobile, maskName } from '../../platform/mask.ts';
import { unseal } from '../../platform/seal.ts';
import type { OrderRow } from '../tables.ts';

type Bought = Pick<OrderRow, 'order_no' | 'contact_sealed' | 'user_id'>;

/** The mail address or mobile number that a guest gave, in the clear. */
export function openContact({ order_no, contact_sealed }: Bought): string | null {
  return contact_sealed && unseal(contact_sealed, `orders.contact:${order_no}`);
}

export function maskContact(contact: string): string {
  return contact.includes('@') ? maskEmail(contact) : maskMobile(contact);
}

/** Who bought, masked, for a list: 'li***@example.com', or '张*（客户）' of somebody with an account. */
export async function buyersMasked(
  db: Db,
  orders: readonly Bought[],
): Promise<Map<string, string>> {
  const ids = [...new Set(orders.flatMap(({ user_id }) => user_id ?? []))];
  const names = ids.length > 0 ? await namesOf(db, ids) : new Map<number, string>();
  return new Map(
    orders.map((order) => {
      const contact = openContact(order);
      if (order.user_id === null) return [order.order_no, contact ? maskContact(contact) : '访客'];
      return [order.order_no, `${maskName(names.get(order.user_id) ?? '')}（有账号）`];
    }),
  );
}
