import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';
import express from 'express';
import multer from 'multer';
import type { z } from 'zod';
import { type FieldErrors, UserError } from './errors.ts';
import { log } from './log.ts';

/** What every page may show beside its own content; filled by middleware before the slices run. */
export interface PageFrame {
  site: { name: string; sandboxes: string[]; footer_icp: string | null; version: string };
  me: { name: string; role_label: string; is_operator: boolean; unread: number } | null;
  nav: { href: string; label: string; icon: string; active: boolean; badge: string | null }[];
  theme: 'light' | 'dark' | 'auto';
  flash: { kind: 'success' | 'error' | 'info'; text: string } | null;
}

declare global {
  namespace Express {
    interface Request {
      id: string;
    }
    interface Locals {
      frame?: PageFrame;
      layout?: 'app' | 'plain' | 'print';
    }
    interface Response {
      /** Renders a view inside its layout (`app` when signed in, else `plain`, or locals.layout). */
      page(view: string, locals?: Record<string, unknown>): void;
      /** Sets a message that the next page shows once. */
      flash(kind: 'success' | 'error' | 'info', text: string): void;
    }
  }
}

const NO_FRAME: PageFrame = {
  site: { name: '备卡', sandboxes: [], footer_icp: null, version: '' },
  me: null,
  nav: [],
  theme: 'auto',
  flash: null,
};

/** Sets up views and res.page / res.flash on an app. */
export function usePages(app: Express): void {
  app.set('views', new URL('../../views', import.meta.url).pathname);
  app.set('view engine', 'ejs');
  app.use((req, res, next) => {
    res.flash = (kind, text) => {
      res.cookie('flash', `${kind}:${text}`, {
        httpOnly: true,
        sameSite: 'lax',
        maxAge: 60_000,
        secure: req.secure,
      });
    };
    res.page = (view, locals = {}) => {
      const frame = res.locals.frame ?? NO_FRAME;
      const all = { path: req.path, title: '', request_id: req.id, ...frame, ...locals };
      const layout = res.locals.layout ?? (frame.me ? 'app' : 'plain');
      res.render(view, all, (error: Error | null, body?: string) => {
        if (error) return next(error);
        res.render(`layouts/${layout}`, { ...all, body });
      });
    };
    next();
  });
}

/** Reads (once) the message that the page before has set. */
export function takeFlash(req: Request, cookie: string | undefined): PageFrame['flash'] {
  if (!cookie) return null;
  if (req.method === 'GET' && req.accepts(['html', 'json']) === 'html')
    req.res?.clearCookie('flash');
  const [kind, ...text] = cookie.split(':');
  const known = (['success', 'error', 'info'] as const).find((word) => word === kind);
  return known ? { kind: known, text: text.join(':') } : null;
}

export const formBody: RequestHandler = express.urlencoded({
  extended: false,
  limit: '1mb',
  parameterLimit: 2000,
});
export const jsonBody = (limit: string): RequestHandler => express.json({ limit });

/** Parses untrusted input; a bad field becomes a UserError that names the field. */
export function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = readOr(schema, input);
  if (result.ok) return result.data;
  throw new UserError('unprocessable', '请检查标出的内容', result.fields);
}

/** As `read`, for a form that is shown again with what was typed. */
export function readOr<S extends z.ZodType>(
  schema: S,
  input: unknown,
): { ok: true; data: z.output<S> } | { ok: false; fields: FieldErrors } {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return { ok: true, data: parsed.data };
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || '_'] ??= issue.message;
  return { ok: false, fields };
}

export const notFound: RequestHandler = () => {
  throw new UserError('not_found', '这个页面不存在,或者您无权查看');
};

/** One handler for every refusal and every bug; only bugs are logged whole. */
export const errors: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const known = asUserError(error);
  if (!known) log.error('request failed', { error, method: req.method, path: req.path });
  if (res.headersSent) return next(error);
  const code = known?.code ?? 'internal';
  const message = known?.message ?? '系统出了问题,我们已记录。请稍后再试';
  const fields = known?.fields ?? {};
  res.status(known?.status ?? 500);
  if (wantsJson(req))
    return void res.json({ error: { code, message, fields, request_id: req.id } });
  if (code === 'signin_required' && req.method === 'GET') {
    return res.redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`);
  }
  res.page('errors/error', { title: '出错了', status: res.statusCode, code, message, fields });
};

/** API and script calls get JSON; a person's browser gets a page. */
export function wantsJson(req: Request): boolean {
  return req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json';
}

/** Express, body parsers and multer have errors of their own that are the sender's fault. */
function asUserError(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (error instanceof multer.MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE')
      return new UserError('too_large', '图片太大,请控制在 20 MB 以内');
    return new UserError('invalid', '上传的内容不正确,请重新选择文件');
  }
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  if (error.status === 413) return new UserError('too_large', '提交的内容太大');
  if (error.status === 415) return new UserError('unsupported_media', '不支持这种内容格式');
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500) {
    return new UserError('invalid', '请求的内容不正确');
  }
  return undefined;
}
