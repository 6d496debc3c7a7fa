import type { Express } from 'express';
import type { z } from 'zod';
import { type FieldErrors, UserError } from './errors.ts';
import './form-words.ts';

export { formBody, jsonBody } from './bodies.ts';
export { errors, notFound, wantsJson } from './refusals.ts';

/** What every page may show beside its own content; filled by middleware before the slices run. */
export interface PageFrame {
  site: { name: string; sandboxes: string[]; footer_icp: string | null; version: string };
  me: { name: string; role_label: string; is_operator: boolean; unread: number } | null;
  nav: {
    href: string;
    label: string;
    icon: string;
    active: boolean;
    badge: string | null;
    /** The heading it stands under; null: above all headings. */
    group: string | null;
  }[];
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

/** For an error page before, or without, all that the frame is read from. */
const bareFrame = (version: string): PageFrame => ({
  site: { name: '备卡', sandboxes: [], footer_icp: null, version },
  me: null,
  nav: [],
  theme: 'auto',
  flash: null,
});

const MOST_FLASH_CHARS = 300;

/** Sets up views and res.page / res.flash on an app; `version` names the assets. */
export function usePages(app: Express, version: string): void {
  app.set('views', new URL('../../views', import.meta.url).pathname);
  app.set('view engine', 'ejs');
  // Whatever NODE_ENV says: views are compiled once, and no answer ever shows a stack.
  app.set('env', 'production');
  app.enable('view cache');
  app.use((req, res, next) => {
    res.flash = (kind, text) => {
      // A browser drops a cookie of more than 4 KB, and a letter may take nine bytes.
      res.cookie('flash', `${kind}:${Array.from(text).slice(0, MOST_FLASH_CHARS).join('')}`, {
        httpOnly: true,
        sameSite: 'lax',
        maxAge: 60_000,
        secure: req.secure,
      });
    };
    res.page = (view, locals = {}) => {
      const frame = res.locals.frame ?? bareFrame(version);
      if (frame.flash) res.clearCookie('flash');
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

/** The message that the page before has set; the page that shows it takes it away. */
export function flashIn(cookie: string | undefined): PageFrame['flash'] {
  if (!cookie) return null;
  const [kind, ...text] = cookie.split(':');
  const known = (['success', 'error', 'info'] as const).find((word) => word === kind);
  return known ? { kind: known, text: text.join(':') } : null;
}

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
