import { type Request, Router } from 'express';
import { requires } from '../../accounts/index.ts';
import { DAY, now, shownDay } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { PROVINCES } from '../provinces/index.ts';
import { ruleNow } from './rule-page.ts';
import {
  MOST_REFUSALS,
  type Period,
  type ReasonStat,
  refusalsIn,
  statisticsOf,
} from './statistics.ts';
import { tabsFor } from './tabs.ts';

/** Which reasons cost us most days. */
export const statisticsRoutes = Router();
const reads = requires('filing.read_all');
const place = '/reason-rules/statistics';
const USUAL_DAYS = 180;
const LONGEST_DAYS = 3 * 366;

statisticsRoutes.get(place, reads, async (req, res) => {
  const { asked, period } = askedIn(req);
  const refusals = await refusalsIn(db, period);
  const stats = statisticsOf(refusals);
  const months = monthsIn(period);
  const chosen = stats.find(({ rule_code }) => rule_code === String(req.query['reason'] ?? ''));
  const counted = chosen ? [chosen] : stats;
  res.page('reason-rules/statistics', {
    title: '退回统计',
    tabs: await tabsFor('statistics'),
    asked,
    provinces: PROVINCES.map(({ code, name }) => ({ value: code, label: name })),
    filings: new Set(refusals.map(({ filing_id }) => filing_id)).size,
    is_cut: refusals.length >= MOST_REFUSALS,
    chosen: chosen ? (await named(chosen)).label : null,
    trend: months.map((month) => {
      const value = counted.reduce((sum, one) => sum + (one.months.get(month) ?? 0), 0);
      return { value, title: `${month}：${value} 次` };
    }),
    reasons: await Promise.all(
      stats.map(async (one) => ({
        ...(await named(one)),
        ...shown(one),
        trend_href: linkTo(place, { ...asked, reason: one.rule_code }),
      })),
    ),
    csv_href: linkTo(`${place}.csv`, asked),
    all_href: linkTo(place, asked),
  });
});

statisticsRoutes.get(`${place}.csv`, reads, async (req, res) => {
  const { asked, period } = askedIn(req);
  const months = monthsIn(period);
  const head = [
    '规则',
    '名称',
    '备案数',
    '退回次数',
    '尚未重新提交',
    '中位天数',
    '合计天数',
    '首次退回占比',
  ];
  const rows: (string | number | null)[][] = [[...head, ...months]];
  for (const one of statisticsOf(await refusalsIn(db, period))) {
    const { label, filings, refusals, open, median, days, first_share } = {
      ...(await named(one)),
      ...shown(one),
    };
    const trend = months.map((month) => one.months.get(month) ?? 0);
    rows.push([one.rule_code, label, filings, refusals, open, median, days, first_share, ...trend]);
  }
  const name = `refusals-${asked.from}-${asked.to}.csv`;
  await sendCsv(res, name, writeCsv(rows));
});

/** Days of China, the last one whole; half a year when nothing is asked. */
function askedIn(req: Request): {
  asked: { from: string; to: string; province_code: string };
  period: Period;
} {
  const day = (name: string, usual: Date) => {
    const text = String(req.query[name] ?? '');
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
      ? text
      : shownDay(usual);
  };
  const to = day('to', now());
  const end = new Date(new Date(`${to}T00:00:00+08:00`).getTime() + DAY);
  const from = day('from', new Date(end.getTime() - USUAL_DAYS * DAY));
  const earliest = end.getTime() - LONGEST_DAYS * DAY;
  const start = new Date(Math.max(new Date(`${from}T00:00:00+08:00`).getTime(), earliest));
  const province_code = String(req.query['province_code'] ?? '');
  const known = PROVINCES.some(({ code }) => code === province_code) ? province_code : '';
  const asked = { from: shownDay(start), to, province_code: known };
  return { asked, period: { from: start, to: end, province_code: known } };
}

function monthsIn({ from, to }: Period): string[] {
  const months = new Set<string>();
  for (let at = from.getTime(); at < to.getTime(); at += 7 * DAY)
    months.add(shownDay(new Date(at)).slice(0, 7));
  months.add(shownDay(new Date(to.getTime() - 1)).slice(0, 7));
  return [...months].sort();
}

async function named({ rule_code }: ReasonStat) {
  if (rule_code === 'words')
    return { label: '没有规则认识的句子', href: '/reason-rules/sentences' };
  const now = await ruleNow(rule_code);
  return now
    ? { label: now.rule.label, href: `/reason-rules/${rule_code}` }
    : { label: `已删除的规则或未知代码 ${rule_code}`, href: null };
}

const rounded = (days: number) => Math.round(days * 10) / 10;

function shown({ filings, refusals, open, median_days, days, first_share }: ReasonStat) {
  return {
    ...{ filings, refusals, open },
    median: median_days === null ? null : rounded(median_days),
    days: rounded(days),
    first_share: `${Math.round(first_share * 100)}%`,
  };
}
