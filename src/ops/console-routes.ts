import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { now } from '../platform/clock.ts';
import { allConnections, latestTest } from '../platform/connections.ts';
import { readStats } from '../platform/dashboard.ts';
import { db } from '../platform/db.ts';
import { owedWorkByName } from '../platform/owed.ts';

/** Owed work younger than this is simply under way. */
const QUIET_MS = 2 * 60_000;

/** Owed work of each slice, as a person calls it. */
const OWED_WORDS: Record<string, string> = {
  'notify.deliver': '邮件和短信发送',
  reports: '备案上报',
  bureaus: '管局收发',
  readings: '证件识别',
  transfers: '导入导出',
  card_tasks: '卡密导入和导出',
  refunds: '退款',
  'orders.deliver': '发货',
  'orders.tell': '发货通知',
  'orders.panel': '通知面板',
  'orders.tasks': '订单导出和批量操作',
};

export const overview = Router();

/** Today's numbers, each with the list behind it, and what needs a hand. */
overview.get('/console', requires('ops.read'), async (req, res) => {
  const user = userOf(req);
  const stats = await readStats(db, user.may);
  const owed = Object.entries(await owedWorkByName(db)).map(([name, since]) => ({
    name: OWED_WORDS[name] ?? name,
    minutes: minutesSince(since),
  }));
  const tested = await Promise.all(
    allConnections().map(async (connection) => ({
      title: connection.title,
      url: connection.settings_url,
      ...(await latestTest(connection)),
    })),
  );
  res.page('ops/console', {
    title: '工作台',
    stats,
    late: owed.filter(({ minutes }) => minutes * 60_000 > QUIET_MS),
    connections: tested,
  });
});

function minutesSince(since: Date | null): number {
  return since ? Math.max(0, Math.round((now().getTime() - since.getTime()) / 60_000)) : 0;
}
