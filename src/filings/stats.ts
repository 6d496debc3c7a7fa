import { DAY, now, shownDay } from '../platform/clock.ts';
import { defineStats, type Stat } from '../platform/dashboard.ts';
import type { Db } from '../platform/db.ts';
import { countByStatus } from './queries.ts';

const WEEK = 7 * DAY;

defineStats({ needs: 'filing.read_all', read: filingStats });

/** Today's numbers, each against the same hours a week ago, and what waits for somebody. */
async function filingStats(db: Db): Promise<Stat[]> {
  const counts = await countByStatus(db);
  const late = await countWhere(db, 'review_due_at', new Date(0), now(), 'provider_review');
  const waiting = counts.provider_review ?? 0;
  const rejected = counts.bureau_rejected ?? 0;
  return [
    await today(db, '今天提交', 'submitted_at', '/all-filings'),
    {
      label: '等待初审',
      value: String(waiting),
      href: '/review',
      ...(late > 0 ? { tone: 'bad', note: `${late} 件已超时` } : {}),
    },
    {
      label: '管局审核中',
      value: String((counts.sms_pending ?? 0) + (counts.bureau_review ?? 0)),
      href: '/all-filings?status=bureau_review',
      note: `其中 ${counts.sms_pending ?? 0} 件待短信核验`,
    },
    {
      label: '管局退回',
      value: String(rejected),
      href: '/all-filings?status=bureau_rejected',
      ...(rejected > 0 ? { tone: 'warn' } : {}),
    },
    await today(db, '今天通过', 'approved_at', '/all-filings?status=approved'),
  ];
}

async function today(
  db: Db,
  label: string,
  column: 'submitted_at' | 'approved_at',
  href: string,
): Promise<Stat> {
  const midnight = new Date(`${shownDay(now())}T00:00:00+08:00`);
  const count = await countWhere(db, column, midnight, now());
  const before = await countWhere(
    db,
    column,
    new Date(midnight.getTime() - WEEK),
    new Date(now().getTime() - WEEK),
  );
  return { label, value: String(count), href, compare: `上周同日此时 ${before}` };
}

async function countWhere(
  db: Db,
  column: 'submitted_at' | 'approved_at' | 'review_due_at',
  from: Date,
  to: Date,
  status?: 'provider_review',
): Promise<number> {
  const [row] = await db('filings')
    .where(column, '>=', from)
    .where(column, '<', to)
    .modify((query) => {
      if (status) query.where({ status });
    })
    .select<{ n: number }[]>(db.raw('count(*) as n'));
  return Number(row?.n ?? 0);
}
