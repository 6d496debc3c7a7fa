import { defineStorySource } from '../../cards/index.ts';
import type { Db } from '../../platform/db.ts';
import type { LineRow } from '../tables.ts';

type Line = Pick<LineRow, 'line' | 'delivered_at' | 'replaced_at'> & { order_no: string };

/** Orders tell a card's life story to whom it went, and when it was replaced. */
defineStorySource(async (db: Db, card) => {
  const lines = await db('delivered_lines')
    .join('orders', 'orders.id', 'delivered_lines.order_id')
    .where('delivered_lines.card_id', card.id)
    .select<Line[]>(
      'orders.order_no',
      'delivered_lines.line',
      'delivered_lines.delivered_at',
      'delivered_lines.replaced_at',
    );
  return lines.flatMap(({ order_no, line, delivered_at, replaced_at }) => {
    const told = { order_no, user_id: null, detail: `第 ${line} 张` };
    return [
      { ...told, event: 'sold', at: delivered_at },
      ...(replaced_at ? [{ ...told, event: 'replaced', at: replaced_at }] : []),
    ];
  });
});
