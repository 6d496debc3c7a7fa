import { parseCookie } from 'cookie';
import { type Request, type RequestHandler, Router } from 'express';
import { HOUR } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { wantsJson } from '../../platform/web.ts';
import { bySession, userOf } from '../guards.ts';
import { keepFormOf, keptForm } from './kept-forms.ts';

const COOKIE = 'kept_form';

/**
 * Everything behind this needs a signed-in person or program. A form that meets an ended session is kept, and
 * the person is led to the sign-in page and back to it.
 */
export const signedIn: RequestHandler = async (req, res, next) => {
  const token = req.user ? undefined : await keptToken(req);
  if (!token) {
    userOf(req);
    return next();
  }
  res.cookie(COOKIE, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: req.secure,
    path: '/kept-form',
    maxAge: HOUR,
  });
  res.flash('info', '登录已过期。您填写的内容已保存，登录后可以继续提交');
  res.redirect(303, '/sign-in?next=/kept-form');
};

async function keptToken(req: Request): Promise<string | undefined> {
  const userId = req.ended_session_of;
  if (!userId || req.method !== 'POST' || wantsJson(req)) return undefined;
  return keepFormOf(userId, req.originalUrl, req.body);
}

export const keptFormRoutes = Router();

keptFormRoutes.get('/kept-form', bySession, async (req, res) => {
  const token = parseCookie(req.headers.cookie ?? '')[COOKIE] ?? '';
  const form = must(await keptForm(db, userOf(req).id, token), '保存的表单');
  res.page('accounts/kept-form', {
    title: '继续提交',
    action: form.path,
    fields: form.fields,
    seen: form.fields.filter(({ value }) => value.trim() !== ''),
  });
});
