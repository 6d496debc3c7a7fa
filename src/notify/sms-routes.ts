import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { record } from '../audit/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import type { FieldErrors } from '../platform/errors.ts';
import { publicNo } from '../platform/ids.ts';
import { requires, userOf } from '../platform/permitted.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { read, readOr } from '../platform/web.ts';
import { sms } from './channels/sms.ts';
import { smsService, smsSetting, templateCode } from './channels/sms-settings.ts';
import { latestDeliveries } from './deliveries.ts';
import { eventInWords, smsEvents, templateOf } from './templates/index.ts';
import { valuesOf } from './templates/template.ts';

export const smsRoutes = Router();
const manage = requires('settings.manage');
const TestForm = z.object({
  to: z
    .string()
    .trim()
    .regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号'),
});

smsRoutes.get('/settings/sms', manage, async (_req, res) => {
  const { access_key_secret, ...values } = await readSetting(smsSetting);
  await show(res, values, access_key_secret !== '', {});
});

smsRoutes.post('/settings/sms', manage, async (req, res) => {
  const kept = (await readSetting(smsSetting)).access_key_secret;
  const form = readOr(smsSetting.schema, wantedOf(req, kept));
  if (!form.ok) {
    const { access_key_secret: _, ...typed } = wantedOf(req, '');
    return show(res.status(422), typed, kept !== '', form.fields);
  }
  const { endpoint, sign_name, templates } = form.data;
  await inTransaction(async (trx) => {
    await writeSetting(trx, smsSetting, form.data);
    const details = { endpoint, sign_name, templates };
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:notify.sms', details);
  });
  res.flash('success', '已保存。发一条测试短信，确认能收到');
  res.redirect(303, '/settings/sms#test');
});

smsRoutes.post('/settings/sms/tests', manage, async (req, res) => {
  const { to } = read(TestForm, req.body);
  const words = await sendTest(to);
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'settings.tested', 'settings:notify.sms', { failed: words }),
  );
  if (words) res.flash('error', `没有发出：${words}`);
  else res.flash('success', '测试短信已交给短信服务');
  res.redirect(303, '/settings/sms#test');
});

/** Sends the first event that has a template code. Gives what went wrong, in words; null when it was sent. */
async function sendTest(to: string): Promise<string | null> {
  const service = await smsService();
  if (!service) return '还没有配置短信服务';
  const event = smsEvents().find((each) => templateCode(service, each.event))?.event;
  if (!event) return '请先填写至少一个模板代码';
  const named = valuesOf({ ...templateOf(event), subject: '', text: '' });
  const values = Object.fromEntries(named.map((name) => [name, '测试']));
  const content = { to, subject: '', text: '', link: null, values };
  try {
    const sent = await sms.send({ delivery_no: publicNo('TZ'), event, content });
    return sent.refused ? sent.reason : null;
  } catch (error) {
    return error instanceof Error ? error.message : '未知错误';
  }
}

/** Template codes come as fields "template.filing.approved". An empty secret field keeps the secret. */
function wantedOf(req: Request, kept: string) {
  const body = req.body ?? {};
  const { endpoint, access_key_id, access_key_secret, sign_name } = body;
  const codes = smsEvents().map(({ event }) => [event, body[`template.${event}`] ?? ''] as const);
  return {
    endpoint,
    access_key_id,
    access_key_secret: access_key_id ? access_key_secret || kept : '',
    sign_name,
    templates: Object.fromEntries(codes.filter(([, code]) => code !== '')),
  };
}

async function show(
  res: Response,
  values: Record<string, unknown>,
  has_secret: boolean,
  fields: FieldErrors,
): Promise<void> {
  res.page('notify/sms-settings', {
    title: '短信',
    values,
    has_secret,
    fields,
    is_sandbox: (await smsService())?.sandbox ?? false,
    events: smsEvents().map(({ event, wording }) => ({
      event,
      label: eventInWords(event),
      wording: wording.replace(/\{(\w+)\}/g, '$${$1}'),
    })),
    deliveries: await latestDeliveries(db, 'sms'),
  });
}
