import { releaseClaimed } from '../../cards/index.ts';
import { giveBackCoupon } from '../../catalog/index.ts';
import type { Db } from '../../platform/db.ts';
import { giveBackCounted } from './counted.ts';
import { giveRoom, type Room } from './room.ts';
import type { Draft } from './wish.ts';

/** Undoes what refused drafts have taken, row and all: as if they had never been. */
export async function takeBack(trx: Db, drafts: Draft[], taken: readonly Room[]): Promise<void> {
  const ids = drafts.map(({ order }) => order.id);
  await giveRoom(
    trx,
    taken.filter(({ order_id }) => ids.includes(order_id)),
  );
  for (const { order, wish } of drafts) if (wish.coupon) await giveBackCoupon(trx, order.id);
  await trx('coupon_uses').whereIn('order_id', ids).delete();
  await releaseClaimed(trx, ids);
  await giveBackCounted(
    trx,
    drafts.flatMap(({ order, is_counted_off }) => (is_counted_off ? [order] : [])),
  );
  await trx('orders').whereIn('id', ids).delete();
}
