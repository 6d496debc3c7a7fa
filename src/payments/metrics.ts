import { DAY, fromNow, HOUR } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { defineGauge } from '../platform/gauges.ts';

/** Of the payments begun since then, how many were paid, by gateway. */
export async function successRates(
  db: Db,
  since: Date,
): Promise<Map<string, { begun: number; paid: number; percent: number }>> {
  const rows = await db('payments')
    .where('created_at', '>=', since)
    .groupBy('gateway')
    .select<{ gateway: string; begun: number; paid: number | string }[]>(
      'gateway',
      db.raw('count(*) as begun'),
      db.raw("sum(status = 'paid') as paid"),
    );
  return new Map(
    rows.map(({ gateway, begun, paid }) => [
      gateway,
      { begun, paid: Number(paid), percent: Math.round((Number(paid) / begun) * 100) },
    ]),
  );
}

defineGauge({
  name: 'beika_payment_events_last_hour',
  help: 'What gateways told in the last hour, by what was made of it',
  read: async (db) => {
    const rows = await db('payment_events')
      .where('at', '>=', fromNow(-HOUR))
      .groupBy('gateway', 'verdict')
      .select<{ gateway: string; verdict: string; events: number }[]>(
        'gateway',
        'verdict',
        db.raw('count(*) as events'),
      );
    return Object.fromEntries(rows.map((row) => [`${row.gateway}_${row.verdict}`, row.events]));
  },
});

defineGauge({
  name: 'beika_payment_success_ratio_last_day',
  help: 'Payments of the last 24 hours that were paid, of those begun',
  read: async (db) => {
    const rates = await successRates(db, fromNow(-DAY));
    return Object.fromEntries(
      [...rates].map(([gateway, { paid, begun }]) => [gateway, paid / begun]),
    );
  },
});

defineGauge({
  name: 'beika_payment_landing_seconds_last_hour',
  help: 'Mean time from the moment a payment was confirmed until its order or balance had it',
  read: async (db) => {
    const rows = await db('payments')
      .where('paid_at', '>=', fromNow(-HOUR))
      .whereNotNull('landed_at')
      .whereNot({ gateway: 'balance' })
      .groupBy('gateway')
      .select<{ gateway: string; seconds: string | number }[]>(
        'gateway',
        db.raw('avg(timestampdiff(microsecond, paid_at, landed_at)) / 1000000 as seconds'),
      );
    return Object.fromEntries(rows.map(({ gateway, seconds }) => [gateway, Number(seconds)]));
  },
});
