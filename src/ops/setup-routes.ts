import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { claimSetup, isSetupToken, setupNeeded } from '../accounts/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import { type FieldErrors, UserError } from '../platform/errors.ts';
import { limited } from '../platform/guards.ts';
import { writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { siteSetting } from './settings.ts';

const SetupForm = z
  .object({
    token: z.string(),
    site_name: z.string().trim().min(1, '请给站点起个名字').max(40, '不超过 40 个字'),
    name: z.string().trim().min(1, '请填写您的称呼').max(40, '不超过 40 个字'),
    email: z.email('邮箱格式不正确').max(128),
    password: z.string().min(10, '至少 10 位').max(128, '不超过 128 位'),
    password_again: z.string(),
  })
  .refine((form) => form.password === form.password_again, {
    path: ['password_again'],
    message: '两次输入的密码不一致',
  });

const limit = limited({ name: 'setup', limit: 30, windowMs: 10 * 60_000, failOpen: false });

/** The first visit: whoever holds the link that the start has printed becomes the administrator. */
export const setup = Router();

setup.get('/setup', limit, async (req, res) => {
  const token = String(req.query['token'] ?? '');
  await refuseWrongToken(token);
  showSetup(res, { token, site_name: '备卡' }, {});
});

setup.post('/setup', limit, async (req, res) => {
  const form = readOr(SetupForm, req.body);
  const token = String(req.body?.token ?? '');
  await refuseWrongToken(token);
  if (!form.ok) return showSetup(res.status(422), { ...req.body, token }, form.fields);
  const { site_name, name, email, password } = form.data;
  const claimed = await claim(token, site_name, { name, email, password }, req);
  if ('fields' in claimed) return showSetup(res.status(422), req.body, claimed.fields);
  const { session_cookie } = claimed;
  res.cookie(session_cookie.name, session_cookie.value, session_cookie.options);
  res.flash('success', '管理员已创建。下面逐项检查连接，未配置的可以先用演练环境');
  res.redirect(303, '/setup/connections');
});

/** The administrator with his session, or the fields that stand against him: a password that is too easy. */
async function claim(
  token: string,
  site_name: string,
  admin: { name: string; email: string; password: string },
  req: Request,
) {
  try {
    return await inTransaction(async (trx) => {
      const claimed = await claimSetup(trx, token, admin, req);
      await writeSetting(trx, siteSetting, { name: site_name, footer_icp: '', contact: '' });
      return claimed;
    });
  } catch (error) {
    if (!(error instanceof UserError) || Object.keys(error.fields).length === 0) throw error;
    return { fields: error.fields };
  }
}

/** What was typed stays, but for the passwords. */
function showSetup(res: Response, values: Record<string, unknown>, fields: FieldErrors): void {
  res.page('ops/setup', { title: '初始设置', values, fields });
}

/** A wrong, used or absent token looks like a page that does not exist. */
async function refuseWrongToken(token: string): Promise<void> {
  if ((await setupNeeded(db)) && (await isSetupToken(token))) return;
  throw new UserError('not_found', '设置链接无效或已使用。请查看程序启动时打印的链接');
}
