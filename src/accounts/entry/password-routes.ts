import { parseCookie } from 'cookie';
import { type Request, type Response, Router } from 'express';
import { HOUR, MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { siteSetting } from '../../platform/site.ts';
import { readOr } from '../../platform/web.ts';
import { NewPasswordForm, ResetForm } from '../forms.ts';
import { limitReset } from '../guards.ts';
import { sourceOf } from '../own/device.ts';
import { takeTry } from './attempts.ts';
import type { Identifier } from './identifiers.ts';
import { sendResetLink, usePasswordLink, userOfLink } from './password-links.ts';

const COOKIE = 'password_link';

/** Forgotten passwords, and the first password of people whom an administrator made. */
export const passwordRoutes = Router();

passwordRoutes.get('/password-reset', async (req, res) => {
  await showReset(req, res, {});
});

passwordRoutes.post('/password-reset', limitReset, async (req, res) => {
  const form = readOr(ResetForm, req.body);
  if (!form.ok) return showReset(req, res.status(422), form.fields);
  try {
    await limitAsking(form.data.account, req.ip);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return showReset(req, res.status(error.status), { account: error.message });
  }
  // Answered first: how long the rest takes would tell whether there is such an account.
  res.redirect(303, '/password-reset/sent');
  await sendResetLink(form.data.account);
});

passwordRoutes.get('/password-reset/sent', (_req, res) => {
  res.page('accounts/password-reset-sent', { title: '请查收邮件' });
});

passwordRoutes.get('/new-password', async (req, res) => {
  const { token } = req.query;
  if (typeof token !== 'string') return showNewPassword(req, res, {});
  // Out of the address bar at once: an address is seen, kept and handed on.
  res.cookie(COOKIE, token, { ...cookieOptions(req), maxAge: HOUR });
  res.redirect(303, '/new-password');
});

passwordRoutes.post('/new-password', limitReset, async (req, res) => {
  const form = readOr(NewPasswordForm, req.body);
  if (!form.ok) return showNewPassword(req, res.status(422), form.fields);
  try {
    await usePasswordLink(linkToken(req), form.data.password, req.ip ?? null);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return showNewPassword(req, res.status(error.status), error.fields);
  }
  res.clearCookie(COOKIE, cookieOptions(req));
  res.flash('success', '密码已设置，请用新密码登录');
  res.redirect(303, '/sign-in');
});

/** The same for accounts that exist and those that do not. */
async function limitAsking(account: Identifier, ip: string | undefined): Promise<void> {
  await takeTry({ key: `reset|${account.value}`, most: 5, windowMs: HOUR });
  await takeTry({ key: `reset from|${sourceOf(ip)}`, most: 20, windowMs: 30 * MINUTE });
}

async function showReset(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const account = typeof req.body?.account === 'string' ? req.body.account : '';
  const { contact } = await readSetting(siteSetting);
  res.page('accounts/password-reset', { title: '忘记密码', values: { account }, fields, contact });
}

async function showNewPassword(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const usable = (await userOfLink(db, linkToken(req))) !== undefined;
  if (!usable) res.status(404);
  res.page('accounts/new-password', { title: '设置新密码', usable, fields });
}

function linkToken(req: Request): string {
  return parseCookie(req.headers.cookie ?? '')[COOKIE] ?? '';
}

function cookieOptions(req: Request) {
  return { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/new-password' } as const;
}
