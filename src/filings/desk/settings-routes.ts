import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/db.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { readSetting, type Setting, writeSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { holidaysSetting } from '../pace/pace.ts';
import { isKnownYear } from '../pace/working-days.ts';
import { PROVINCES } from '../provinces/index.ts';
import { paceSetting, providerSetting, provincesSetting } from '../settings.ts';
import { readDays } from './day-lines.ts';
import { ipLines, readIpLines } from './ip-lines.ts';
import { provinceSettingRoutes } from './province-setting-routes.ts';

/** What an operator sets about filings: who we are, our addresses, our pace, the holidays. */
export const settingsRoutes = Router();
const manages = requires('settings.manage');
const place = '/settings/filings';
const MOST_RANGES = 500;

settingsRoutes.get(place, manages, async (req, res) => {
  await show(req, res, {}, {});
});

const days = (least: number, most: number) =>
  z.coerce
    .number('请填写数字')
    .int('请填写整数')
    .min(least, `不小于 ${least}`)
    .max(most, `不大于 ${most}`);

const Provider = z.object({
  name: z.string({ error: '请填写' }).trim().max(100, '请控制在 100 字以内'),
  ip_ranges: z.string({ error: '请填写' }).max(50_000, '内容太长'),
  review_days: days(1, 10),
  bureau_days: days(1, 60),
});

settingsRoutes.post(place, manages, async (req, res) => {
  const form = readOr(Provider, req.body);
  const lines = readIpLines(String(req.body?.ip_ranges ?? ''));
  const faults = [
    ...lines.faults,
    ...(lines.ranges.length > MOST_RANGES ? [`最多 ${MOST_RANGES} 段`] : []),
  ];
  if (!form.ok || faults.length > 0) {
    const fields = { ...(form.ok ? {} : form.fields), ...told('ip_ranges', faults) };
    return show(req, res.status(422), req.body ?? {}, fields);
  }
  const { name, review_days, bureau_days } = form.data;
  await save(req, 'provider', { name, review_days, bureau_days, ranges: lines.ranges.length }, [
    [providerSetting, { name, ip_ranges: lines.ranges }],
    [paceSetting, { review_days, bureau_days }],
  ]);
  res.flash('success', '已保存');
  res.redirect(303, place);
});

const Holidays = z.object({
  year: days(2000, 2100),
  holidays: z.string({ error: '请填写' }).max(10_000, '内容太长'),
  workdays: z.string({ error: '请填写' }).max(10_000, '内容太长'),
});

/** One year's announcement; both lists empty: the year is as it was shipped. */
settingsRoutes.post(`${place}/holidays`, manages, async (req, res) => {
  const form = readOr(Holidays, req.body);
  if (!form.ok) return show(req, res.status(422), req.body ?? {}, form.fields);
  const { year } = form.data;
  const off = readDays(form.data.holidays, year);
  const on = readDays(form.data.workdays, year);
  const both = off.days.filter((day) => on.days.includes(day));
  const clash = both.length > 0 ? [`${both.join('、')} 同时写在放假和上班里`] : [];
  const fields = { ...told('holidays', off.faults), ...told('workdays', [...on.faults, ...clash]) };
  if (Object.keys(fields).length > 0) return show(req, res.status(422), req.body ?? {}, fields);
  const kept = (await readSetting(holidaysSetting)).filter((known) => known.year !== year);
  const own = { year, holidays: off.days, workdays: on.days };
  const next = off.days.length + on.days.length > 0 ? [...kept, own] : kept;
  await save(req, 'holidays', { year, holidays: off.days.length, workdays: on.days.length }, [
    [holidaysSetting, next.toSorted((one, other) => one.year - other.year)],
  ]);
  res.flash('success', `已保存 ${year} 年的节假日`);
  res.redirect(303, `${place}?year=${year}#holidays`);
});

settingsRoutes.use(provinceSettingRoutes);

async function save(
  req: Request,
  part: string,
  details: object,
  values: readonly [Setting, unknown][],
): Promise<void> {
  await inTransaction(async (trx) => {
    for (const [setting, value] of values) await writeSetting(trx, setting, value);
    const subject = 'settings:filings';
    await record(trx, userOf(req).actor, 'settings.changed', subject, { part, ...details });
  });
}

function told(name: string, faults: readonly string[]): FieldErrors {
  const more = faults.length > 5 ? `；还有 ${faults.length - 5} 处` : '';
  return faults.length > 0 ? { [name]: `${faults.slice(0, 5).join('；')}${more}` } : {};
}

/** The page with what is set, or with what was typed and could not be taken. */
async function show(
  req: Request,
  res: Response,
  posted: Record<string, unknown>,
  fields: FieldErrors,
): Promise<void> {
  const provider = await readSetting(providerSetting);
  const known = await readSetting(holidaysSetting);
  const overridden = await readSetting(provincesSetting);
  const this_year = Number(shownDay(now()).slice(0, 4));
  const asked = Number(posted['year'] ?? req.query['year']);
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : this_year + 1;
  const of_year = known.find((one) => one.year === year);
  const held: Record<string, unknown> = {
    ...{ name: provider.name, ip_ranges: ipLines(provider.ip_ranges) },
    ...(await readSetting(paceSetting)),
    ...{ year, holidays: of_year?.holidays.join('\n'), workdays: of_year?.workdays.join('\n') },
  };
  const value = (name: string) => String(posted[name] ?? held[name] ?? '');
  const names = ['name', 'ip_ranges', 'review_days', 'bureau_days', 'year', 'holidays', 'workdays'];
  res.page('filings/settings', {
    title: '备案设置',
    values: Object.fromEntries(names.map((name) => [name, value(name)])),
    fields,
    years: known.map((one) => one.year),
    unknown: [this_year, this_year + 1].filter((one) => !isKnownYear(one, known)),
    provinces: PROVINCES.map(({ code, name }) => ({
      href: `${place}/provinces/${code}`,
      label: name,
      changed: Object.keys(overridden[code] ?? {}).length,
    })),
  });
}
