import { type Request, type Response, Router } from 'express';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { ChangePasswordForm, ProfileForm } from '../forms.ts';
import { bySession, userOf } from '../guards.ts';
import { changePassword, changeProfile, profileOf } from './account.ts';

/** A person's own account. */
export const accountRoutes = Router();

accountRoutes.get('/account', bySession, async (req, res) => {
  await showAccount(req, res, { profile: {}, password: {} });
});

accountRoutes.post('/account/profile', bySession, async (req, res) => {
  const form = readOr(ProfileForm, req.body);
  if (!form.ok) return showAccount(req, res.status(422), { profile: form.fields, password: {} });
  const { name, email = null, mobile = null, your_password } = form.data;
  try {
    await changeProfile(userOf(req), { name, email, mobile }, your_password);
  } catch (error) {
    return showAccount(req, res, { profile: fieldsOf(error, res, 'your_password'), password: {} });
  }
  res.flash('success', '已保存');
  res.redirect(303, '/account');
});

accountRoutes.post('/account/password', bySession, async (req, res) => {
  const form = readOr(ChangePasswordForm, req.body);
  if (!form.ok) return showAccount(req, res.status(422), { profile: {}, password: form.fields });
  try {
    const cookie = await changePassword(userOf(req), form.data, req);
    res.cookie(cookie.name, cookie.value, cookie.options);
  } catch (error) {
    return showAccount(req, res, {
      profile: {},
      password: fieldsOf(error, res, 'current_password'),
    });
  }
  res.flash('success', '密码已修改，其他设备已退出登录');
  res.redirect(303, '/account');
});

/** A refusal as messages at the form's fields, with its status; anything else flies on. */
function fieldsOf(error: unknown, res: Response, field: string): FieldErrors {
  if (!(error instanceof UserError)) throw error;
  res.status(error.code === 'conflict' ? 422 : error.status);
  return Object.keys(error.fields).length ? error.fields : { [field]: error.message };
}

async function showAccount(
  req: Request,
  res: Response,
  fields: { profile: FieldErrors; password: FieldErrors },
): Promise<void> {
  const { name, email, mobile } = await profileOf(userOf(req).id);
  const own = { name, email: email ?? '', mobile: mobile ?? '' };
  const values = Object.keys(fields.profile).length ? { ...own, ...typedIn(req) } : own;
  res.page('accounts/account', { title: '账户与安全', values, fields });
}

function typedIn(req: Request): Record<string, string> {
  const { name, email, mobile } = req.body ?? {};
  return { name: String(name ?? ''), email: String(email ?? ''), mobile: String(mobile ?? '') };
}
