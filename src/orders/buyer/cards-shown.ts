import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { holdsGood, type OpenLine, openLines } from '../delivery/open-lines.ts';
import type { OrderRow } from '../tables.ts';

const PAGE = 100;

/** One page of what an order was given, in the clear, and how many pages there are. */
export async function cardsShown(order: OrderRow, page: number) {
  const [row] = await db('delivered_lines')
    .where({ order_id: order.id })
    .count<{ n: number; replaced: number; taken: number }[]>({
      ...{ n: '*', replaced: 'replaced_at', taken: 'taken_back_at' },
    });
  const all = Number(row?.n ?? 0);
  const pages = Math.max(1, Math.ceil(all / PAGE));
  const at = Math.min(Math.max(1, page), pages);
  const lines = await openLines(db, order, { from: (at - 1) * PAGE + 1, most: PAGE });
  const place = `/orders/${order.order_no}`;
  const to = (n: number) => (n > 1 ? `${place}?page=${n}` : place);
  return {
    total: all - Number(row?.replaced ?? 0) - Number(row?.taken ?? 0),
    lines: lines.map(lineShown),
    has_more: pages > 1,
    txt_href: `${place}/cards.txt`,
    print_href: `${place}/print`,
    pager: {
      previous_href: at > 1 ? to(at - 1) : null,
      next_href: at < pages ? to(at + 1) : null,
      summary: pages > 1 ? `第 ${at} / ${pages} 页，共 ${all} 条` : null,
    },
  };
}

function lineShown({ line, text, number, secret, replaced_at, taken_back_at }: OpenLine) {
  return {
    ...{ line, text, number: number ?? null, secret: secret ?? null },
    replaced: replaced_at && timeShown(replaced_at),
    taken: taken_back_at && timeShown(taken_back_at),
  };
}

/** The first sight of what was bought, in the clear: kept once. */
export async function noteSeen({ id, seen_at, delivered_at }: OrderRow): Promise<void> {
  if (seen_at !== null || delivered_at === null) return;
  await db('orders').where({ id, seen_at: null }).update({ seen_at: now() });
}

const AT_ONCE = 1000;

/** Every line that holds good, a thousand at a time: ten thousand of them never lie in memory together. */
export async function* goodLines(order: OrderRow): AsyncGenerator<OpenLine[]> {
  for (let from = 1; ; ) {
    const lines = await openLines(db, order, { from, most: AT_ONCE });
    yield lines.filter(holdsGood);
    const last = lines.at(-1);
    if (!last || lines.length < AT_ONCE) return;
    from = last.line + 1;
  }
}
