import { type Offer, offersByNo, spendCoupon } from '../../catalog/index.ts';
import type { Outcome } from '../../platform/batcher.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { yuanShown } from '../../platform/money.ts';
import { readSetting } from '../../platform/settings.ts';
import { deliverNow } from '../delivery/deliver-now.ts';
import { type Ordering, orderingSetting } from '../settings.ts';
import { claimStock } from './claim-stock.ts';
import { draftOf } from './draft.ts';
import { asked, ordersOfRequests } from './repeated.ts';
import { giveRoom, type Room, takeRoom } from './room.ts';
import { capsOf, holdsOf } from './rooms-of.ts';
import { takeBack } from './take-back.ts';
import type { Draft, Placed, Wish } from './wish.ts';

/** Places several orders in one transaction, each with its own outcome: what one lacks costs the others nothing. */
export async function placeBatch(
  trx: Db,
  after: After,
  wishes: readonly Wish[],
): Promise<Outcome<Placed>[]> {
  const earlier = await ordersOfRequests(trx, wishes);
  const fresh = wishes.flatMap((wish, n) => (earlier.has(n) ? [] : [{ wish, n }]));
  const offers = await offersByNo(
    trx,
    [...new Set(fresh.map(({ wish }) => wish.variant_no))],
    now(),
  );
  const ordering = await readSetting(orderingSetting);
  const outcomes = new Map<number, Outcome<Placed>>();
  for (const [n, order] of earlier) outcomes.set(n, asked(wishes[n], order));
  const drafts: Draft[] = [];
  for (const { wish, n } of fresh) {
    const draft = draftOf(wish, offers.get(wish.variant_no), ordering);
    if (draft instanceof UserError) outcomes.set(n, { ok: false, error: draft });
    else drafts.push({ ...draft, n });
  }
  await carryOut(trx, after, drafts, { offers, ordering });
  for (const { n, order, card_ids, refusal } of drafts)
    outcomes.set(
      n,
      refusal
        ? { ok: false, error: refusal }
        : { ok: true, value: { order, card_ids, repeated: false } },
    );
  return wishes.map((_, n) => outcomes.get(n) ?? lost());
}

function lost(): Outcome<Placed> {
  return { ok: false, error: new Error('an order without outcome') };
}

/** Inserts them, counts their limits, spends their coupons, claims their stock, takes their money: in this order everywhere. */
async function carryOut(
  trx: Db,
  after: After,
  drafts: Draft[],
  { offers, ordering }: { offers: Map<string, Offer>; ordering: Ordering },
): Promise<void> {
  if (drafts.length === 0) return;
  await insert(trx, drafts);
  const taken = await keepLimits(trx, drafts, offers, ordering);
  await spendCoupons(trx, drafts);
  refuseDear(going(drafts));
  await claimStock(trx, going(drafts));
  await deliverNow(
    trx,
    after,
    going(drafts).filter(({ pays_now }) => pays_now),
  );
  await freePaid(trx, going(drafts), taken);
  const refused = drafts.filter(({ refusal }) => refusal);
  if (refused.length > 0) await takeBack(trx, refused, taken);
}

/** Orders with a coupon are counted as unpaid until its price is known; those that have paid are so no more. */
async function freePaid(trx: Db, drafts: Draft[], taken: readonly Room[]): Promise<void> {
  const paid = new Set(drafts.flatMap(({ order, pays_now }) => (pays_now ? [order.id] : [])));
  await giveRoom(
    trx,
    taken.filter(({ product_id, order_id }) => product_id === 0 && paid.has(order_id)),
  );
}

const going = (drafts: Draft[]): Draft[] => drafts.filter(({ refusal }) => !refusal);

/** Ids are read back by number: what an auto-increment gives next to each other is no promise of every engine. */
async function insert(trx: Db, drafts: Draft[]): Promise<void> {
  await trx('orders').insert(
    drafts.map(({ order }) => {
      const { id: _, ...row } = order;
      return row;
    }),
  );
  const numbers = drafts.map(({ order }) => order.order_no);
  const rows = await trx('orders').whereIn('order_no', numbers).select('id', 'order_no');
  const ids = new Map(rows.map(({ id, order_no }) => [order_no, id]));
  for (const { order } of drafts) order.id = ids.get(order.order_no) ?? 0;
}

const TOO_MANY = {
  buyer: '您有太多未付款的订单，请先付款或取消',
  source: '您的网络有太多未付款的订单，请先付款或取消',
  device: '您的设备有太多未付款的订单，请先付款或取消',
};

async function keepLimits(
  trx: Db,
  drafts: Draft[],
  offers: Map<string, Offer>,
  ordering: Ordering,
): Promise<Room[]> {
  const rooms = drafts.flatMap(({ order, pays_now, wish }) => {
    const product = offers.get(wish.variant_no)?.product;
    const caps = product ? capsOf(order, product) : [];
    // What a coupon makes free is held as others are until it is paid.
    return pays_now && !wish.coupon ? caps : [...caps, ...holdsOf(order, ordering)];
  });
  const { taken, refused } = await takeRoom(trx, rooms);
  for (const draft of drafts) {
    const room = refused.get(draft.order.id);
    if (!room) continue;
    draft.refusal =
      room.product_id === 0
        ? new UserError('too_many', TOO_MANY[room.kind])
        : new UserError('conflict', `这件商品每人限购 ${room.most} 件`, {
            quantity: `每人限购 ${room.most} 件`,
          });
  }
  return taken;
}

/** A price that has risen since the buyer saw it is not taken from him. */
function refuseDear(drafts: Draft[]): void {
  for (const draft of drafts) {
    const { total_cents } = draft.order;
    if (total_cents <= (draft.wish.most_cents ?? total_cents)) continue;
    const words = `价格已变动，现在需付 ${yuanShown(total_cents)}，请重新确认`;
    draft.refusal = new UserError('conflict', words, { max_total_cents: words });
  }
}

async function spendCoupons(trx: Db, drafts: Draft[]): Promise<void> {
  for (const draft of going(drafts)) {
    const { order, wish } = draft;
    if (!wish.coupon) continue;
    const { id: order_id, product_id, buyer_index, total_cents } = order;
    const coupon = { code: wish.coupon, order_id, product_id, buyer_index, total_cents };
    const spent = await spendCoupon(trx, coupon);
    if (!spent.ok) {
      draft.refusal = new UserError('unprocessable', spent.reason, { coupon: spent.reason });
      continue;
    }
    order.discount_cents = spent.discount_cents;
    order.total_cents = total_cents - spent.discount_cents;
    if (order.total_cents === 0) draft.pays_now = true;
    const { discount_cents } = order;
    await trx('orders')
      .where({ id: order_id })
      .update({ discount_cents, total_cents: order.total_cents });
  }
}
