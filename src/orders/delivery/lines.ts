import type { Db } from '../../platform/db.ts';
import type { LineRow, OrderRow } from '../tables.ts';

/** An order and the cards that are its own now; a loop order has the one that all are shown. */
export interface Goods {
  order: Pick<OrderRow, 'id' | 'quantity' | 'delivery'>;
  card_ids: readonly number[];
  shared_card_id?: number | null;
}

const PER_STATEMENT = 1000;

/** Writes what each order is given: the unique keys on order and line, and on the card, are the last fence. */
export async function writeLines(trx: Db, goods: readonly Goods[], at: Date): Promise<void> {
  const rows = goods.flatMap((one) => linesOf(one, at));
  for (let from = 0; from < rows.length; from += PER_STATEMENT)
    await trx('delivered_lines').insert(rows.slice(from, from + PER_STATEMENT));
}

type NewLine = Pick<LineRow, 'order_id' | 'line' | 'card_id' | 'shared_card_id' | 'delivered_at'>;

function linesOf({ order, card_ids, shared_card_id = null }: Goods, at: Date): NewLine[] {
  const row = { order_id: order.id, shared_card_id, delivered_at: at };
  if (shared_card_id !== null) return [{ ...row, line: 1, card_id: null }];
  return card_ids.map((card_id, n) => ({ ...row, line: n + 1, card_id }));
}
