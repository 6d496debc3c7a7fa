import { parseCookie } from 'cookie';
import { type ErrorRequestHandler, Router } from 'express';
import { HOUR } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { must, UserError } from '../platform/errors.ts';
import { wantsJson } from '../platform/web.ts';
import { bySession, userOf } from './guards.ts';
import { keepFormOf, keptForm } from './kept-forms.ts';

const COOKIE = 'kept_form';

/**
 * Stands before the last error handler: a form that met an ended session is kept, and the person led to the
 * sign-in page and back to it.
 */
export const keepForm: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  const isEnded = error instanceof UserError && error.code === 'signin_required';
  if (!isEnded || req.method !== 'POST' || wantsJson(req)) return next(error);
  const userId = req.ended_session_of;
  const token = userId ? await keepFormOf(userId, req.originalUrl, req.body) : undefined;
  if (!token) return next(error);
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
