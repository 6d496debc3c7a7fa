import type { Wish } from '../../src/orders/placing/wish.ts';
import type { Db } from '../../src/platform/db.ts';

/** A signed-in person's wish for one of a variant, paid from his balance; what differs is given. */
export function wishFor(variant: { variant_no: string }, differs: Partial<Wish> = {}): Wish {
  return {
    variant_no: variant.variant_no,
    quantity: 1,
    coupon: null,
    gateway: 'balance',
    user_id: 1,
    contact: null,
    password_hash: null,
    form: null,
    source: null,
    device: null,
    by_program: true,
    request: null,
    ...differs,
  };
}

/** A guest's wish: to be paid within the hold. */
export function guestWish(
  variant: { variant_no: string },
  name: string,
  differs: Partial<Wish> = {},
) {
  const guest = { user_id: null, contact: `${name}@example.com`, gateway: null, by_program: false };
  return wishFor(variant, { ...guest, ...differs });
}

export async function giveMoney(db: Db, user_id: number, cents: number): Promise<void> {
  await db('balances').insert({ user_id, cents }).onConflict('user_id').merge({ cents });
}

/** What must always hold of a variant sold by the card: its count, and who has which. */
export async function booksOf(db: Db, variant_id: number) {
  const cards = await db('cards').where({ variant_id }).select('status', 'order_id');
  const count = (status: number) => cards.filter((card) => card.status === status).length;
  const variant = await db('variants').where({ id: variant_id }).first('stock');
  const lines = await db('delivered_lines')
    .join('orders', 'orders.id', 'delivered_lines.order_id')
    .where('orders.variant_id', variant_id)
    .count<{ lines: number }[]>('* as lines');
  return {
    stock: variant?.stock,
    available: count(0),
    held: count(1),
    sold: count(2),
    lines: Number(lines[0]?.lines),
  };
}
