import { gatewayTitle, verdictShown } from '../../../payments/index.ts';
import { DAY, fromNow, MINUTE } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { timeShown } from '../../../platform/present.ts';
import { variantNames } from '../list/names.ts';

const SHOWN = 10;

/** Orders that an operator is to deliver, who has waited longest first; one more than is shown says that there are more. */
export async function toDeliver(db: Db) {
  const rows = await db('orders')
    .where({ status: 'paid', delivery: 'manual' })
    .orderBy('id')
    .limit(SHOWN + 1)
    .select('order_no', 'variant_id', 'quantity', 'paid_at');
  const names = await variantNames(
    db,
    rows.map(({ variant_id }) => variant_id),
  );
  return {
    has_more: rows.length > SHOWN,
    lines: rows.slice(0, SHOWN).map(({ order_no, variant_id, quantity, paid_at }) => ({
      ...{ order_no, quantity },
      names: names.get(variant_id) ?? { product: '', variant: '' },
      paid: paid_at && timeShown(paid_at, true),
    })),
  };
}

/** What speaks of a wrong key, a stranger or a lost answer; what is only repeated does not. */
const BAD = [
  'unreadable',
  'bad_signature',
  'other_merchant',
  'other_currency',
  'wrong_amount',
  'unknown_payment',
  'unconfirmed',
  'denied',
  'paid_again',
];

/** What is the matter with money: notices that were not believed, money that has not landed, refunds that failed. */
export async function moneyProblems(db: Db) {
  const events = await db('payment_events')
    .whereIn('verdict', BAD)
    .where('at', '>', fromNow(-DAY))
    .groupBy('gateway', 'verdict')
    .select<{ gateway: string; verdict: string; times: number; last: Date }[]>(
      'gateway',
      'verdict',
      db.raw('count(*) as times'),
      db.raw('max(at) as last'),
    );
  const stuck = await db('payments')
    .where({ status: 'paid', landed_at: null })
    .where('paid_at', '<', fromNow(-MINUTE))
    .limit(100)
    .select('id');
  const failed = await db('refunds').where({ state: 'failed' }).limit(100).select('id');
  const byHand = await db('refunds')
    .where({ state: 'wanted', way: 'by_hand' })
    .limit(100)
    .select('id');
  return {
    events: events.map(({ gateway, verdict, times, last }) => ({
      title: gatewayTitle(gateway),
      badge: verdictShown(verdict),
      times: Number(times),
      last: timeShown(last, true),
      href: `/payments?gateway=${encodeURIComponent(gateway)}`,
    })),
    stuck: stuck.length,
    failed: failed.length,
    by_hand: byHand.length,
  };
}
