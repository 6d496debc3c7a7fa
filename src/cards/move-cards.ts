import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import { addStocks } from './stock/add-stock.ts';
import { CARD, type CardRow, type CardStatus } from './tables.ts';

/** A card as it was seen a moment ago. */
export type Seen = Pick<CardRow, 'id' | 'variant_id' | 'status'>;
type Change = Partial<Pick<CardRow, 'variant_id' | 'status' | 'order_id'>> | 'gone';

/**
 * Changes cards that still are what they were seen as (`gone` takes the rows away), and with them the stock of their
 * variants; gives how many it were. To be called once in a transaction: stock is locked after all cards.
 */
export async function moveCards(
  trx: Db,
  seen: readonly Seen[],
  change: (card: Seen) => Change,
): Promise<number> {
  const stock = new Map<number, number>();
  let moved = 0;
  for (const group of groupsOf(seen, change)) moved += await moveGroup(trx, group, stock);
  await addStocks(trx, stock);
  return moved;
}

interface Group {
  variant_id: number;
  status: CardStatus;
  change: Change;
  ids: number[];
}

function groupsOf(seen: readonly Seen[], changeOf: (card: Seen) => Change): Group[] {
  const groups = new Map<string, Group>();
  for (const card of seen) {
    const { variant_id, status } = card;
    const change = changeOf(card);
    const key = `${variant_id} ${status} ${JSON.stringify(change)}`;
    const group = groups.get(key) ?? { variant_id, status, change, ids: [] };
    group.ids.push(card.id);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) =>
    inChunks(group.ids).map((ids) => ({ ...group, ids })),
  );
}

async function moveGroup(trx: Db, group: Group, stock: Map<number, number>): Promise<number> {
  const { variant_id, status, change, ids } = group;
  const still = trx('cards').whereIn('id', ids).where({ variant_id, status });
  const moved = await (change === 'gone' ? still.delete() : still.update(change));
  const add = (variant: number, count: number) =>
    stock.set(variant, (stock.get(variant) ?? 0) + count);
  if (status === CARD.available) add(variant_id, -moved);
  const after = change === 'gone' ? undefined : (change.status ?? status);
  if (change !== 'gone' && after === CARD.available) add(change.variant_id ?? variant_id, moved);
  return moved;
}
