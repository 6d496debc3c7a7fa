import { yuan } from '../../../platform/money.ts';
import { dayStart } from '../list/filter.ts';
import type { Sums } from '../sums/tables.ts';

/** What `views/orders/desk/chart.ejs` draws, and shows as a table. */
export interface Chart {
  label: string;
  /** Unix seconds. */
  at: number[];
  /** What stands under each column, and in the table's first column. */
  names: string[];
  series: { label: string; unit: '元' | '单'; values: (number | null)[]; tone: 'main' | 'quiet' }[];
}

/** Revenue and orders of days: '2026-11-22' -> its sums. */
export function salesChart(days: readonly { key: string; sums: Sums }[]): Chart {
  return {
    label: '每天的收入和付款单数',
    at: days.map(({ key }) => (dayStart(key)?.getTime() ?? 0) / 1000),
    names: days.map(({ key }) => key),
    series: [
      {
        ...{ label: '收入', unit: '元', tone: 'main' },
        values: days.map(({ sums }) => Number(yuan(sums.revenue_cents))),
      },
      { label: '付款', unit: '单', tone: 'quiet', values: days.map(({ sums }) => sums.paid) },
    ],
  };
}
