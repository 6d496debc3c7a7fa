import { isIP } from 'node:net';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { watchSetting } from './settings.ts';

/** What an operator sets about watching. */
export const watchSettingsRoutes = Router();
const manages = requires('settings.manage');
const place = '/settings/watch';

const tick = z
  .string()
  .optional()
  .transform((text) => text === 'true');
const whole = (least: number, most: number) =>
  z.coerce
    .number('请填写数字')
    .int('请填写整数')
    .min(least, `不小于 ${least}`)
    .max(most, `不大于 ${most}`);
const servers = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,，]+/).filter((word) => word !== ''))
  .refine((words) => words.length <= 5, '最多 5 个')
  .refine((words) => words.every(isServer), '请填写 IP 地址，可以带端口，如 223.5.5.5:53');

const Form = z.object({
  ...{ is_on: tick, reads_sites: tick, only_own: tick, reminds_police: tick },
  ...{ every_hours: whole(1, 720), status_days: whole(1, 90), per_round: whole(1, 2000) },
  dns_servers: servers,
});

function isServer(word: string): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(word) ?? [];
  return isIP(bracketed ?? plain ?? word) !== 0;
}

watchSettingsRoutes.get(place, manages, async (_req, res) => {
  const held = await readSetting(watchSetting);
  show(res, { ...held, dns_servers: held.dns_servers.join('\n') }, {});
});

watchSettingsRoutes.post(place, manages, async (req, res) => {
  const form = readOr(Form, req.body);
  if (!form.ok) return show(res.status(422), req.body ?? {}, form.fields);
  await inTransaction(async (trx) => {
    await writeSetting(trx, watchSetting, form.data);
    await record(trx, userOf(req).actor, 'watch.settings_changed', 'settings:filings.watch', {});
  });
  res.flash('success', '已保存');
  res.redirect(303, place);
});

const NAMES = ['is_on', 'reads_sites', 'only_own', 'reminds_police', 'every_hours', 'status_days'];

function show(res: Response, held: Record<string, unknown>, fields: Record<string, string>): void {
  const names = [...NAMES, 'per_round', 'dns_servers'];
  const values = Object.fromEntries(names.map((name) => [name, String(held[name] ?? '')]));
  res.page('watch/settings', { title: '网站监测', values, fields });
}
