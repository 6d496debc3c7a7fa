import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { record } from '../audit/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import { env } from '../platform/env.ts';
import type { FieldErrors } from '../platform/errors.ts';
import { publicNo } from '../platform/ids.ts';
import { requires, userOf } from '../platform/permitted.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { read, readOr } from '../platform/web.ts';
import { mail } from './channels/mail.ts';
import { mailServer, mailSetting } from './channels/mail-settings.ts';
import { latestDeliveries } from './deliveries.ts';
import { siteUrl } from './site-url.ts';

export const mailRoutes = Router();
const manage = requires('settings.manage');
const TestForm = z.object({ to: z.email('邮箱格式不正确').max(128) });

mailRoutes.get('/settings/mail', manage, async (_req, res) => {
  const { password, ...values } = await readSetting(mailSetting);
  await show(res, values, password !== '', {});
});

mailRoutes.post('/settings/mail', manage, async (req, res) => {
  const kept = (await readSetting(mailSetting)).password;
  const form = readOr(mailSetting.schema, wantedOf(req, kept));
  if (!form.ok) {
    const { password: _, ...typed } = wantedOf(req, '');
    return show(res.status(422), typed, kept !== '', form.fields);
  }
  const { host, port, secure } = form.data;
  await inTransaction(async (trx) => {
    await writeSetting(trx, mailSetting, form.data);
    const details = { host, port, secure };
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:notify.mail', details);
  });
  res.flash('success', '已保存。发一封测试邮件，确认能收到');
  res.redirect(303, '/settings/mail#test');
});

mailRoutes.post('/settings/mail/tests', manage, async (req, res) => {
  const { to } = read(TestForm, req.body);
  const words = await sendTest(to);
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'settings.tested', 'settings:notify.mail', { failed: words }),
  );
  if (words) res.flash('error', `没有发出：${words}`);
  else res.flash('success', '测试邮件已发出，请到邮箱查看');
  res.redirect(303, '/settings/mail#test');
});

/** What went wrong, in words; null when it was sent. */
async function sendTest(to: string): Promise<string | null> {
  if (!(await mail.isReady())) return '还没有配置邮件服务器';
  const content = {
    to,
    subject: '测试邮件',
    text: '收到这封邮件，说明邮件已配置好。',
    link: '/',
    values: {},
  };
  try {
    const sent = await mail.send({ delivery_no: publicNo('TZ'), event: 'test', content });
    return sent.refused ? sent.reason : null;
  } catch (error) {
    return error instanceof Error ? error.message : '未知错误';
  }
}

/** An empty password field keeps the password; without a user there is none. */
function wantedOf(req: Request, kept: string) {
  const { host, port, secure, user, password, from, clear } = req.body ?? {};
  const given = typeof password === 'string' && password !== '' ? password : kept;
  return {
    host,
    port,
    secure: secure === 'true',
    user,
    password: clear === 'true' || !user ? '' : given,
    from,
  };
}

async function show(
  res: Response,
  values: Record<string, unknown>,
  has_password: boolean,
  fields: FieldErrors,
): Promise<void> {
  res.page('notify/mail-settings', {
    title: '邮件',
    values,
    has_password,
    fields,
    is_sandbox: (await mailServer())?.sandbox ?? false,
    link_base: env.BASE_URL ? null : siteUrl(),
    deliveries: await latestDeliveries(db, 'mail'),
  });
}
