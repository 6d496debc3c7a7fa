import { DAY, now } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { timeShown } from '../../../platform/present.ts';
import { type OpenLine, openLines } from '../../delivery/open-lines.ts';
import type { LineRow } from '../../tables.ts';
import type { Whole } from './find.ts';

/** As many lines as a page shows at once; an order may have ten thousand. */
const SHOWN = 50;

/** What an order was given, masked, from line `from` on; of each whether it may be replaced. */
export async function linesPage(db: Db, { order, product }: Whole, from: number) {
  const rows = await db('delivered_lines')
    .where({ order_id: order.id })
    .count<{ n: number }[]>('* as n');
  const count = Number(rows[0]?.n ?? 0);
  const lines = count > 0 ? await openLines(db, order, { from, most: SHOWN }) : [];
  const known = await db('delivered_lines')
    .where({ order_id: order.id })
    .where('line', '>=', from)
    .orderBy('line')
    .limit(SHOWN)
    .select('id', 'card_id', 'shared_card_id', 'replaces_id');
  const byId = new Map(known.map((row) => [row.id, row]));
  const last = lines.at(-1)?.line;
  return {
    count,
    warranty: warrantyOf(order.delivered_at, product?.warranty_days ?? 0),
    lines: lines.map((line) => lineShown(line, byId.get(line.line_id), order.status)),
    next: last !== undefined && from + SHOWN <= count ? last + 1 : null,
  };
}

type Known = Pick<LineRow, 'card_id' | 'shared_card_id' | 'replaces_id'>;

function lineShown(line: OpenLine, row: Known | undefined, status: string) {
  return {
    line: line.line,
    masked: maskCard(line),
    card_id: row?.card_id ?? row?.shared_card_id ?? null,
    is_replacement: row?.replaces_id !== null && row?.replaces_id !== undefined,
    delivered: timeShown(line.delivered_at),
    replaced: line.replaced_at && timeShown(line.replaced_at),
    taken: line.taken_back_at && timeShown(line.taken_back_at),
    may_replace: Boolean(row?.card_id) && !line.replaced_at && status === 'delivered',
  };
}

/** 'ABCD-EFGH-IJKL' -> 'AB******KL': enough to tell one from another, too little to use it. */
export function maskCard({ text, number, secret }: Pick<OpenLine, 'text' | 'number' | 'secret'>) {
  return number === undefined ? ends(text) : `${ends(number)} ${ends(secret ?? '')}`;
}

function ends(text: string): string {
  const letters = Array.from(text.replace(/\s+/g, ' '));
  // Eight stay hidden at least: fewer are soon guessed.
  if (letters.length < 12) return '*'.repeat(letters.length);
  return `${letters.slice(0, 2).join('')}******${letters.slice(-2).join('')}`;
}

/** Until when a bad card is replaced without a question; null when the product has no warranty. */
function warrantyOf(delivered_at: Date | null, days: number) {
  if (!delivered_at || days === 0) return { days, until: null, is_over: true };
  const until = new Date(delivered_at.getTime() + days * DAY);
  return { days, until: timeShown(until), is_over: until < now() };
}
