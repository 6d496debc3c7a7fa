import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { siteSetting } from './settings.ts';

export const settings = Router();

/** One list of what can be set, and where. */
settings.get('/settings', requires('settings.manage'), async (_req, res) => {
  const site = await readSetting(siteSetting);
  res.page('ops/settings', { title: '设置', values: site, fields: {} });
});

settings.post('/settings/site', requires('settings.manage'), async (req, res) => {
  const form = readOr(siteSetting.schema, req.body);
  if (!form.ok) {
    res.status(422).page('ops/settings', { title: '设置', values: req.body, fields: form.fields });
    return;
  }
  await inTransaction(async (trx) => {
    await writeSetting(trx, siteSetting, form.data);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:site', {});
  });
  res.flash('success', '已保存');
  res.redirect(303, '/settings');
});
