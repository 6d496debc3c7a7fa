import { openCards } from '../../cards/index.ts';
import type { Db } from '../../platform/db.ts';
import { unseal } from '../../platform/seal.ts';
import type { LineRow, OrderRow } from '../tables.ts';

/** A line of an order in the clear: for its buyer, or for an operator whose look is recorded. */
export interface OpenLine {
  line_id: number;
  line: number;
  /** As a person copies it. */
  text: string;
  number?: string;
  secret?: string;
  delivered_at: Date;
  replaced_at: Date | null;
  taken_back_at: Date | null;
}

export const sealedLineAt = (order_no: string, line: number): string =>
  `delivered_lines.content:${order_no}:${line}`;

/** Opens lines of an order, those from number `from` on, at most `most`; what was replaced is among them. */
export async function openLines(
  db: Db,
  { id: order_id, order_no }: Pick<OrderRow, 'id' | 'order_no'>,
  { from = 1, most = 10_000 } = {},
): Promise<OpenLine[]> {
  const rows = await db('delivered_lines')
    .where({ order_id })
    .where('line', '>=', from)
    .orderBy('line')
    .limit(most);
  const ids = rows.flatMap((row) => cardIdOf(row) ?? []);
  const texts = await openCards(db, [...new Set(ids)]);
  return rows.map((row) => {
    const { id: line_id, line, delivered_at, replaced_at, taken_back_at } = row;
    const card = texts.get(cardIdOf(row) ?? 0) ?? { text: typedIn(row, order_no) };
    return { line_id, line, ...card, delivered_at, replaced_at, taken_back_at };
  });
}

/** Neither replaced nor taken back: what its buyer may use. */
export const holdsGood = ({ replaced_at, taken_back_at }: OpenLine): boolean =>
  replaced_at === null && taken_back_at === null;

const cardIdOf = ({ card_id, shared_card_id }: LineRow): number | null => card_id ?? shared_card_id;

function typedIn({ content_sealed, line }: LineRow, order_no: string): string {
  return content_sealed === null ? '' : unseal(content_sealed, sealedLineAt(order_no, line));
}
