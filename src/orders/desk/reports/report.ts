import { gatewayTitle } from '../../../payments/index.ts';
import { DAY, fromNow, now, shownDay } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { yuanShown } from '../../../platform/money.ts';
import { type Grouping, sumsByKey } from '../sums/read-sums.ts';
import { NOTHING, SUMS, type Sums } from '../sums/tables.ts';
import { productNames } from './settlement.ts';

export const GROUPINGS: Record<Grouping, string> = {
  day: '按天',
  month: '按月',
  product_id: '按商品',
  gateway: '按支付方式',
};

export interface ReportAsked {
  from: string;
  to: string;
  by: Grouping;
}

/** Thirty days by day, unless something else is asked for. */
export function readReportAsked(query: Readonly<Record<string, unknown>>): ReportAsked {
  const day = (name: string, usual: Date) =>
    /^20\d{2}-\d{2}-\d{2}$/.test(String(query[name])) ? String(query[name]) : shownDay(usual);
  const by = (['day', 'month', 'product_id', 'gateway'] as const).find(
    (one) => one === query['by'],
  );
  return { from: day('from', fromNow(-29 * DAY)), to: day('to', now()), by: by ?? 'day' };
}

/** Lines of a report, what they add up to, and in words what is not known. */
export async function reportOf(db: Db, asked: ReportAsked) {
  const sums = await sumsByKey(db, asked, asked.by);
  const names = asked.by === 'product_id' ? await productNames(db, [...sums.keys()]) : new Map();
  const all = [...sums].filter(([key]) => asked.by !== 'gateway' || key !== '');
  const sorted =
    asked.by === 'day' || asked.by === 'month'
      ? all
      : all.sort(([, a], [, b]) => b.revenue_cents - a.revenue_cents);
  const label = (key: string) =>
    asked.by === 'gateway' ? gatewayTitle(key) : (names.get(key) ?? (key || '（已删除）'));
  const total = addUp([...sums.values()]);
  return {
    lines: sorted.map(([key, one]) => ({ key, label: label(key), ...shown(one) })),
    total: { ...shown(total), uncosted: total.uncosted },
    days: sorted.map(([key, one]) => ({ key, sums: one })),
  };
}

function addUp(all: readonly Sums[]): Sums {
  const total: Sums = { ...NOTHING };
  for (const one of all) for (const name of SUMS) total[name] += one[name];
  return total;
}

function shown(sums: Sums) {
  const profit = sums.revenue_cents - sums.refunded_cents - sums.cost_cents;
  const kept = sums.revenue_cents - sums.refunded_cents;
  return {
    placed: sums.placed,
    paid: sums.paid,
    pieces: sums.pieces,
    revenue: yuanShown(sums.revenue_cents),
    refunded: sums.refunded_cents > 0 ? yuanShown(sums.refunded_cents) : null,
    cost: yuanShown(sums.cost_cents),
    profit: yuanShown(profit),
    margin: kept > 0 ? `${Math.round((profit / kept) * 100)}%` : null,
  };
}
