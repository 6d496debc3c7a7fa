import { Router } from 'express';
import { requires } from '../../../accounts/index.ts';
import { DAY, fromNow, now, shownDay } from '../../../platform/clock.ts';
import { db } from '../../../platform/db.ts';
import { timeShown } from '../../../platform/present.ts';
import { sumsByKey } from '../sums/read-sums.ts';
import { salesChart } from './chart.ts';
import { shortStock, waitingQueue } from './stock.ts';
import { deliveryDelay, hoursChart, todayStats } from './today.ts';
import { moneyProblems, toDeliver } from './todo.ts';

/** The shop at a glance: today, what waits for somebody, how it goes. */
export const dashboardRoutes = Router();

dashboardRoutes.get('/shop-desk', requires('shop.read'), async (_req, res) => {
  const month = { from: shownDay(fromNow(-29 * DAY)), to: shownDay(now()) };
  const days = await sumsByKey(db, month, 'day');
  res.page('orders/desk/desk', {
    sheets: ['shop-desk'],
    title: '商店概览',
    stats: await todayStats(db),
    delay: await deliveryDelay(db),
    queue: await waitingQueue(db),
    to_deliver: await toDeliver(db),
    stock: await shortStock(db),
    problems: await moneyProblems(db),
    hours: await hoursChart(db),
    month: salesChart([...days].map(([key, sums]) => ({ key, sums }))),
    at: timeShown(now()),
  });
});
