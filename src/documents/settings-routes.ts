import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { ocrSetting } from './engine.ts';
import { storageSetting } from './storage.ts';

export const settingsRoutes = Router();

settingsRoutes.get('/settings/storage', requires('settings.manage'), async (_req, res) => {
  const { values, has_secret } = await shown();
  res.page('documents/settings', {
    title: '图片存储',
    values,
    has_secret,
    engine: await readSetting(ocrSetting),
    fields: {},
  });
});

settingsRoutes.post('/settings/storage', requires('settings.manage'), async (req, res) => {
  const kept = await readSetting(storageSetting);
  const secret = req.body?.secret_access_key || (kept.kind === 's3' ? kept.secret_access_key : '');
  const wanted = {
    ...req.body,
    secret_access_key: secret,
    path_style: req.body?.path_style === 'true',
  };
  const form = readOr(storageSetting.schema, wanted);
  const engine = readOr(ocrSetting.schema, req.body?.ocr_engine ?? 'ppocr');
  if (!form.ok || !engine.ok) {
    const fields = form.ok ? { ocr_engine: '请选择识别引擎' } : form.fields;
    const values = { ...req.body, secret_access_key: '' };
    res
      .status(422)
      .page('documents/settings', {
        title: '图片存储',
        values,
        has_secret: secret !== '',
        engine: 'ppocr',
        fields,
      });
    return;
  }
  await inTransaction(async (trx) => {
    await writeSetting(trx, storageSetting, form.data);
    await writeSetting(trx, ocrSetting, engine.data);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:documents', {
      kind: form.data.kind,
    });
  });
  res.flash('success', '已保存,新上传的图片将存到这里');
  res.redirect(303, '/settings/storage');
});

/** The setting as the form shows it: its secret never leaves the server. */
async function shown() {
  const setting = await readSetting(storageSetting);
  if (setting.kind === 'local') return { values: { kind: 'local' }, has_secret: false };
  return { values: { ...setting, secret_access_key: '' }, has_secret: true };
}
