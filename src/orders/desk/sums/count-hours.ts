import type { Knex } from 'knex';
import { HOUR } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { type HourRow, NOTHING } from './tables.ts';

/** Hours from `from` on and before `until`, both on the hour. */
export interface Span {
  from: Date;
  until: Date;
}

type Found = { hour: string; variant_id: number; gateway: string } & Record<string, unknown>;

/** Counts these hours anew from the orders themselves; what was counted of them before is replaced. */
export async function countHours(trx: Db, span: Span): Promise<void> {
  const rows = new Map<string, HourRow>();
  for (const found of [await placedIn(trx, span), await paidIn(trx, span), await backIn(trx, span)])
    for (const { hour, variant_id, gateway, ...sums } of found) {
      const key = `${hour} ${variant_id} ${gateway}`;
      const row = rows.get(key) ?? { ...emptyAt(new Date(`${hour}Z`)), variant_id, gateway };
      rows.set(key, { ...row, ...numbers(sums) });
    }
  await trx('shop_hours')
    .where('hour_at', '>=', span.from)
    .where('hour_at', '<', span.until)
    .delete();
  const all = [...rows.values(), ...marks(span)];
  for (let at = 0; at < all.length; at += 500)
    await trx('shop_hours').insert(all.slice(at, at + 500));
}

const emptyAt = (hour_at: Date): HourRow => ({ hour_at, variant_id: 0, gateway: '', ...NOTHING });

/** An hour without a sale is counted as well. */
function marks({ from, until }: Span): HourRow[] {
  const hours = (until.getTime() - from.getTime()) / HOUR;
  return Array.from({ length: hours }, (_, n) => emptyAt(new Date(from.getTime() + n * HOUR)));
}

function numbers(sums: Record<string, unknown>): Partial<HourRow> {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value)]));
}

const hourOf = (trx: Db, column: string): Knex.Raw =>
  trx.raw("date_format(??, '%Y-%m-%dT%H:00:00') as hour", [column]);

function placedIn(trx: Db, { from, until }: Span): Promise<Found[]> {
  return trx('orders')
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .groupBy('hour', 'variant_id')
    .select<Found[]>(
      hourOf(trx, 'created_at'),
      'variant_id',
      trx.raw("'' as gateway"),
      trx.raw('count(*) as placed'),
    );
}

/** What costs nothing was paid in no way: it stands with the balances. */
const WAY = "coalesce(orders.gateway, 'balance')";

function paidIn(trx: Db, { from, until }: Span): Promise<Found[]> {
  return trx('orders')
    .where('paid_at', '>=', from)
    .where('paid_at', '<', until)
    .groupByRaw(`hour, variant_id, ${WAY}`)
    .select<Found[]>(
      hourOf(trx, 'paid_at'),
      'variant_id',
      trx.raw(`${WAY} as gateway`),
      trx.raw('count(*) as paid'),
      trx.raw('sum(quantity) as pieces'),
      trx.raw('sum(total_cents) as revenue_cents'),
      trx.raw('coalesce(sum(cost_cents), 0) as cost_cents'),
      trx.raw('sum(cost_cents is null) as uncosted'),
    );
}

/** What came twice and went back was never revenue: of an order's refunds only those of the payment that paid it. */
function backIn(trx: Db, { from, until }: Span): Promise<Found[]> {
  return trx('refunds')
    .join('payments', 'payments.id', 'refunds.payment_id')
    .join('orders', 'orders.id', 'payments.subject_id')
    .where('refunds.state', 'done')
    .where('payments.purpose', 'order')
    .where('refunds.done_at', '>=', from)
    .where('refunds.done_at', '<', until)
    .whereRaw(
      "(orders.payment_id = payments.id or (orders.payment_id is null and payments.gateway = 'balance'))",
    )
    .groupBy('hour', 'orders.variant_id', 'payments.gateway')
    .select<Found[]>(
      hourOf(trx, 'refunds.done_at'),
      'orders.variant_id',
      'payments.gateway',
      trx.raw('count(*) as refunds'),
      trx.raw('sum(refunds.amount_cents) as refunded_cents'),
    );
}
