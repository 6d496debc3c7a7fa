import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { FieldErrors } from '../platform/errors.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { ocrSetting } from './engine.ts';
import { linksSetting } from './links.ts';
import { storageSetting } from './storage.ts';

export const settingsRoutes = Router();

settingsRoutes.get('/settings/storage', requires('settings.manage'), async (_req, res) => {
  const storage = await readSetting(storageSetting);
  const values = {
    ...storage,
    ...(await readSetting(linksSetting)),
    ocr_engine: await readSetting(ocrSetting),
  };
  showForm(res, values, storage.kind === 's3', {});
});

settingsRoutes.post('/settings/storage', requires('settings.manage'), async (req, res) => {
  const kept = await readSetting(storageSetting);
  const secret = req.body?.secret_access_key || (kept.kind === 's3' ? kept.secret_access_key : '');
  const parsed = parsedForm(req, secret);
  if (!parsed.ok) {
    res.status(422);
    return showForm(res, req.body, secret !== '', parsed.fields);
  }
  await inTransaction(async (trx) => {
    await writeSetting(trx, storageSetting, parsed.storage);
    await writeSetting(trx, ocrSetting, parsed.engine);
    await writeSetting(trx, linksSetting, parsed.links);
    const { kind } = parsed.storage;
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:documents', { kind });
  });
  res.flash('success', '已保存，新上传的图片将存到这里');
  res.redirect(303, '/settings/storage');
});

function parsedForm(req: Request, secret: string) {
  const path_style = req.body?.path_style === 'true';
  const storage = readOr(storageSetting.schema, {
    ...req.body,
    secret_access_key: secret,
    path_style,
  });
  const engine = readOr(ocrSetting.schema, req.body?.ocr_engine);
  const links = readOr(linksSetting.schema, { cdn_host: req.body?.cdn_host ?? '' });
  if (storage.ok && engine.ok && links.ok) {
    return { ok: true, storage: storage.data, engine: engine.data, links: links.data } as const;
  }
  const fields: FieldErrors = {
    ...(storage.ok ? {} : storage.fields),
    ...(engine.ok ? {} : { ocr_engine: '请选择识别引擎' }),
    ...(links.ok ? {} : { cdn_host: '请填写以 https:// 开头的地址，或留空' }),
  };
  return { ok: false, fields } as const;
}

/** The secret never leaves the server: the page knows only whether there is one. */
function showForm(res: Response, values: object, has_secret: boolean, fields: FieldErrors): void {
  res.page('documents/settings', {
    title: '图片存储',
    values: { ...values, secret_access_key: '' },
    has_secret,
    fields,
  });
}
