import type { Db } from '../../platform/db.ts';
import type { BuyingCountRow } from '../tables.ts';

/** So much of a product (0: unpaid orders) for one buyer, address or device, of at most `most`. */
export interface Room extends BuyingCountRow {
  order_id: number;
  most: number;
}

const keyOf = ({ product_id, kind, who }: BuyingCountRow): string =>
  `${String(product_id).padStart(20, '0')} ${kind} ${who.toString('hex')}`;

/** Counts what orders take, by conditional updates. Gives what was counted and, by order, what did not fit. */
export async function takeRoom(trx: Db, rooms: readonly Room[]) {
  const taken: Room[] = [];
  const refused = new Map<number, Room>();
  const groups = groupedByKey(rooms);
  if (groups.length > 0) {
    const rows = groups.map(([room]) => ({ ...keyColumns(room), bought: 0 }));
    await trx('buying_counts').insert(rows).onConflict(['product_id', 'kind', 'who']).ignore();
  }
  for (const group of groups) {
    if (await count(trx, group[0], sumOf(group))) taken.push(...group);
    else
      for (const room of group) {
        if (await count(trx, room, room.bought)) taken.push(room);
        else refused.set(room.order_id, room);
      }
  }
  return { taken, refused };
}

/** Gives room back; of what was never counted nothing is taken. */
export async function giveRoom(trx: Db, rooms: readonly BuyingCountRow[]): Promise<void> {
  for (const group of groupedByKey(rooms)) {
    const bought = sumOf(group);
    await trx('buying_counts')
      .where(keyColumns(group[0]))
      .update({
        bought: trx.raw('case when bought > ? then bought - ? else 0 end', [bought, bought]),
      });
  }
}

const keyColumns = ({ product_id, kind, who }: BuyingCountRow) => ({ product_id, kind, who });
const sumOf = (group: readonly BuyingCountRow[]): number =>
  group.reduce((sum, { bought }) => sum + bought, 0);

async function count(trx: Db, room: Room, bought: number): Promise<boolean> {
  const counted = await trx('buying_counts')
    .where(keyColumns(room))
    .where('bought', '<=', room.most - bought)
    .increment('bought', bought);
  return counted === 1;
}

/** In one order everywhere, so that two transactions wait for each other and never both. */
function groupedByKey<R extends BuyingCountRow>(rooms: readonly R[]): [R, ...R[]][] {
  const groups = new Map<string, [R, ...R[]]>();
  for (const room of rooms) {
    const group = groups.get(keyOf(room));
    if (group) group.push(room);
    else groups.set(keyOf(room), [room]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
