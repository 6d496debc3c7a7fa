import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../../accounts/index.ts';
import { record } from '../../../audit/index.ts';
import { GATEWAYS } from '../../../payments/index.ts';
import { now, shownDay } from '../../../platform/clock.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { type FieldErrors, must } from '../../../platform/errors.ts';
import { linkTo } from '../../../platform/links.ts';
import { yuanShown } from '../../../platform/money.ts';
import { readSetting, writeSetting } from '../../../platform/settings.ts';
import { read } from '../../../platform/web.ts';
import { salesChart } from '../dashboard/chart.ts';
import { beginTask } from '../tasks/begin.ts';
import { USUAL } from '../tasks/plan.ts';
import { GROUPINGS, readReportAsked, reportOf } from './report.ts';
import { feesSetting } from './settings.ts';
import { monthIn, settlementOf } from './settlement.ts';

/** Cost and profit of any period, and the settlement sheet of a month. */
export const reportRoutes = Router();
const reads = requires('shop.read');

reportRoutes.get('/shop-reports', reads, async (req, res) => {
  const asked = readReportAsked(req.query);
  const { lines, total, days } = await reportOf(db, asked);
  res.page('orders/desk/report', {
    sheets: ['shop-desk'],
    title: '经营报表',
    ...{ asked, lines, total },
    chart: asked.by === 'day' ? salesChart(days) : null,
    tabs: Object.entries(GROUPINGS).map(([by, label]) => ({
      href: linkTo('/shop-reports', { ...asked, by }),
      label,
      active: asked.by === by,
    })),
    months: lastMonths(12),
  });
});

/** The present month and those before it, the newest first. */
function lastMonths(count: number): string[] {
  const [year = 0, month = 0] = shownDay(now()).split('-').map(Number);
  return Array.from({ length: count }, (_, n) => {
    const at = new Date(Date.UTC(year, month - 1 - n, 1));
    return at.toISOString().slice(0, 7);
  });
}

const settlement = '/shop-reports/settlements/:month';

reportRoutes.get(settlement, reads, async (req, res) => {
  await showSettlement(req, res);
});

async function showSettlement(req: Request, res: Response, fields: FieldErrors = {}) {
  const sheet = await settlementOf(db, monthOf(req));
  const fees = await readSetting(feesSetting);
  const isPrinted = req.query['print'] === '1';
  if (isPrinted) res.locals.layout = 'print';
  res.page('orders/desk/settlement', {
    sheets: ['shop-desk'],
    title: `${sheet.month} 结算单`,
    ...{ sheet, fields, yuanShown, is_printed: isPrinted },
    fees: GATEWAYS.map(({ name, title }) => ({ name, title, percent: percentOf(fees[name]) })),
    may_manage: userOf(req).may('money.manage'),
  });
}

const monthOf = (req: Request): string => must(monthIn(req.params['month']), '结算单');
const percentOf = (rate: number | undefined): string =>
  rate === undefined ? '' : String(rate / 100);

const Format = z.object({ format: z.enum(['csv', 'xlsx']).default('csv') });

reportRoutes.post(`${settlement}/file`, reads, async (req, res) => {
  const month = monthOf(req);
  const { format } = read(Format, req.body);
  const task_no = await beginTask(userOf(req), 'settlement', { ...USUAL, format, month }, 0);
  res.redirect(303, `/shop-tasks/${task_no}`);
});

const Percent = z
  .string()
  .trim()
  .regex(/^(\d{1,2}(\.\d{1,2})?)?$/, '请填写百分比，例如 0.6；不知道就留空');

/** Rates are given in percent; one that is left empty is not known. */
reportRoutes.post(`${settlement}/fees`, requires('money.manage'), async (req, res) => {
  const names = GATEWAYS.map(({ name }) => name);
  const Form = z.object(Object.fromEntries(names.map((name) => [name, Percent.default('')])));
  const typed = read(Form, req.body);
  const rates = Object.entries(typed).filter(([, percent]) => percent !== '');
  const fees = Object.fromEntries(
    rates.map(([name, percent]) => [name, Math.round(Number(percent) * 100)]),
  );
  await inTransaction(async (trx) => {
    await writeSetting(trx, feesSetting, fees);
    await record(trx, userOf(req).actor, 'shop_fees.changed', 'setting:shop.fees', fees);
  });
  res.flash('success', '手续费率已保存');
  res.redirect(303, `/shop-reports/settlements/${monthOf(req)}`);
});
