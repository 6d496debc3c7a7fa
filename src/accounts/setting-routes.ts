import { type Response, Router } from 'express';
import { z } from 'zod';
import { record } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { FieldErrors } from '../platform/errors.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { requires, userOf } from './guards.ts';
import { sessionSetting, signUpSetting } from './settings.ts';

const number = (least: number, most: number) =>
  z.coerce
    .number('请填写数字')
    .int('请填写整数')
    .min(least, `不小于 ${least}`)
    .max(most, `不大于 ${most}`);

const AccountsForm = z.object({
  open: z
    .string()
    .optional()
    .transform((text) => text === 'true'),
  operator_idle_minutes: number(5, 1440),
  operator_absolute_hours: number(1, 168),
  customer_idle_days: number(1, 90),
  customer_absolute_days: number(1, 365),
});

export const settingRoutes = Router();

settingRoutes.get('/settings/accounts', requires('settings.manage'), async (_req, res) => {
  const values = { ...(await readSetting(sessionSetting)), ...(await readSetting(signUpSetting)) };
  show(res, values, {});
});

settingRoutes.post('/settings/accounts', requires('settings.manage'), async (req, res) => {
  const form = readOr(AccountsForm, req.body);
  if (!form.ok) {
    return show(res.status(422), { ...req.body, open: req.body?.open === 'true' }, form.fields);
  }
  const { open, ...sessions } = form.data;
  await inTransaction(async (trx) => {
    await writeSetting(trx, signUpSetting, { open });
    await writeSetting(trx, sessionSetting, sessions);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:accounts', form.data);
  });
  res.flash('success', '已保存');
  res.redirect(303, '/settings/accounts');
});

function show(res: Response, values: Record<string, unknown>, fields: FieldErrors): void {
  res.page('accounts/settings', { title: '登录与注册', values, fields });
}
