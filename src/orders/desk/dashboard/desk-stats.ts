import { defineStats } from '../../../platform/dashboard.ts';
import { yuanShown } from '../../../platform/money.ts';
import { changeOf, todaySums } from './today.ts';

/** The shop on the console's first page: today's money, and what waits for a hand. */
defineStats({
  needs: 'shop.read',
  read: async (db) => {
    const { today, before } = await todaySums(db);
    const change = changeOf(today.revenue_cents, before.revenue_cents);
    const count = async (where: object) =>
      (await db('orders').where(where).limit(100).select('id')).length;
    const waiting = await count({ status: 'waiting' });
    const manual = await count({ status: 'paid', delivery: 'manual' });
    const most = (n: number) => (n >= 100 ? '100+' : String(n));
    return [
      {
        ...{ label: '商店今日收入', value: yuanShown(today.revenue_cents), href: '/shop-desk' },
        compare: `${today.paid} 单${change ? `，比上周同日 ${change.text}` : ''}`,
      },
      {
        ...{ label: '等待补货', value: most(waiting), unit: '单' },
        href: '/shop-orders?status=waiting',
        ...(waiting > 0 ? { tone: 'warn' as const } : {}),
      },
      {
        ...{ label: '等待人工发货', value: most(manual), unit: '单' },
        href: '/shop-orders?status=paid&delivery=manual',
        ...(manual > 0 ? { tone: 'warn' as const } : {}),
      },
    ];
  },
});
