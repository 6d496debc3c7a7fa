import { DAY, HOUR, now, shownDay } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { yuan, yuanShown } from '../../../platform/money.ts';
import { dayStart } from '../list/filter.ts';
import { secondsInWords } from '../order/timeline.ts';
import { sumsByHour, sumsOf } from '../sums/read-sums.ts';
import { NOTHING, type Sums } from '../sums/tables.ts';
import type { Chart } from './chart.ts';

const WEEK = 7 * DAY;

/** Today up to this minute, and the same weekday last week up to the same minute. */
export async function todaySums(db: Db): Promise<{ today: Sums; before: Sums }> {
  const at = now();
  const midnight = dayStart(shownDay(at)) ?? at;
  const hour = new Date(Math.floor(at.getTime() / HOUR) * HOUR);
  const back = (date: Date) => new Date(date.getTime() - WEEK);
  const today = await sumsOf(db, { from: midnight, until: new Date(hour.getTime() + HOUR) });
  const before = await sumsOf(db, { from: back(midnight), until: back(hour) });
  // The hour that is not over is counted off the orders: one hour of them.
  return { today, before: plus(before, await partOf(db, back(hour), back(at))) };
}

async function partOf(db: Db, from: Date, until: Date): Promise<Partial<Sums>> {
  const [paid] = await db('orders')
    .where('paid_at', '>=', from)
    .where('paid_at', '<', until)
    .select<Record<string, string | null>[]>(
      db.raw('count(*) as paid'),
      db.raw('sum(total_cents) as revenue_cents'),
      db.raw('sum(cost_cents) as cost_cents'),
    );
  const [placed] = await db('orders')
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .count<{ n: number }[]>('* as n');
  return {
    placed: Number(placed?.n ?? 0),
    paid: Number(paid?.['paid'] ?? 0),
    revenue_cents: Number(paid?.['revenue_cents'] ?? 0),
    cost_cents: Number(paid?.['cost_cents'] ?? 0),
  };
}

function plus(one: Sums, more: Partial<Sums>): Sums {
  return {
    ...one,
    placed: one.placed + (more.placed ?? 0),
    paid: one.paid + (more.paid ?? 0),
    revenue_cents: one.revenue_cents + (more.revenue_cents ?? 0),
    cost_cents: one.cost_cents + (more.cost_cents ?? 0),
  };
}

/** The numbers of today, each beside that of a week ago. */
export async function todayStats(db: Db) {
  const { today, before } = await todaySums(db);
  const day = shownDay(now());
  const list = (more: string) => `/shop-orders?from=${day}&to=${day}${more}`;
  const rate = ({ paid, placed }: Sums) => (placed > 0 ? Math.min(1, paid / placed) : null);
  const percent = (share: number | null) => (share === null ? '—' : `${Math.round(share * 100)}%`);
  const profit = (sums: Sums) => sums.revenue_cents - sums.refunded_cents - sums.cost_cents;
  return [
    stat('收入', yuanShown(today.revenue_cents), yuanShown(before.revenue_cents), {
      href: list(''),
      change: changeOf(today.revenue_cents, before.revenue_cents),
    }),
    stat('付款', String(today.paid), String(before.paid), {
      ...{ href: list(''), unit: '单' },
      change: changeOf(today.paid, before.paid),
    }),
    stat('付款率', percent(rate(today)), percent(rate(before)), {
      ...{ href: list('&status=expired'), note: `下单 ${today.placed} 单` },
    }),
    stat('毛利', yuanShown(profit(today)), yuanShown(profit(before)), {
      href: `/shop-reports?from=${day}&to=${day}&by=product_id`,
      change: changeOf(profit(today), profit(before)),
    }),
  ];
}

interface More {
  href: string;
  unit?: string;
  note?: string;
  change?: { text: string; tone: 'ok' | 'bad' | 'idle' } | null;
}

function stat(label: string, value: string, before: string, { change, ...more }: More) {
  const compare = `上周同日此时 ${before}`;
  return { label, value, compare, ...more, ...(change ? { change } : {}) };
}

/** '+12%' against before; null when there was nothing to measure against. */
export function changeOf(value: number, before: number) {
  if (before <= 0) return null;
  const percent = Math.round((value / before - 1) * 100);
  const text = `${percent > 0 ? '+' : ''}${percent}%`;
  const tone: 'ok' | 'bad' | 'idle' = percent === 0 ? 'idle' : percent > 0 ? 'ok' : 'bad';
  return { text, tone };
}

/** How many of the latest a percentile is taken of. */
const SAMPLE = 1000;

/** How long buyers waited for goods that we hand over by ourselves: of today's latest payments, in words; null without any. */
export async function deliveryDelay(db: Db): Promise<{ p50: string; p95: string } | null> {
  const midnight = dayStart(shownDay(now())) ?? now();
  const rows = await db('orders')
    .where('paid_at', '>=', midnight)
    .orderBy('paid_at', 'desc')
    .limit(SAMPLE)
    .select('paid_at', 'delivered_at', 'delivery');
  const seconds = rows
    .flatMap(({ paid_at, delivered_at, delivery }) =>
      paid_at && delivered_at && delivery !== 'manual'
        ? [Math.max(0, delivered_at.getTime() - paid_at.getTime()) / 1000]
        : [],
    )
    .sort((a, b) => a - b);
  if (seconds.length === 0) return null;
  const at = (share: number) =>
    secondsInWords(seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

/** Revenue hour by hour, today and a week ago. */
export async function hoursChart(db: Db): Promise<Chart> {
  const midnight = dayStart(shownDay(now())) ?? now();
  const hours = Array.from({ length: 24 }, (_, n) => midnight.getTime() + n * HOUR);
  const span = (from: number) => ({ from: new Date(from), until: new Date(from + DAY) });
  const today = await sumsByHour(db, span(midnight.getTime()));
  const before = await sumsByHour(db, span(midnight.getTime() - WEEK));
  const money = (sums: Sums | undefined) => Number(yuan((sums ?? NOTHING).revenue_cents));
  return {
    label: '今天每小时的收入，和上周同日',
    at: hours.map((hour) => hour / 1000),
    names: hours.map((_, n) => `${String(n).padStart(2, '0')}:00`),
    series: [
      {
        ...{ label: '今天', unit: '元', tone: 'main' },
        values: hours.map((hour) => (hour > now().getTime() ? null : money(today.get(hour)))),
      },
      {
        ...{ label: '上周同日', unit: '元', tone: 'quiet' },
        values: hours.map((hour) => money(before.get(hour - WEEK))),
      },
    ],
  };
}
