import { readFileSync } from 'node:fs';
import type { RequestHandler, Response } from 'express';

/** A piece of a page that is safe already. */
export interface Html {
  html: string;
}

type Part = Html | Html[] | string | number | false | undefined;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Tagged template: every value is escaped but those that are Html themselves. */
export function html(texts: TemplateStringsArray, ...values: Part[]): Html {
  return { html: texts.map((text, i) => text + render(values[i])).join('') };
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  if (typeof part === 'object') return part.html;
  return String(part).replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
}

/** Sends a whole page that needs, and allows, no script. */
export function sendPage(res: Response, title: string, body: Html): void {
  res.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  res.set('X-Content-Type-Options', 'nosniff').set('Referrer-Policy', 'no-referrer');
  res.type('html').send(
    `<!doctype html>\n${
      html`<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/sandbox.css"></head>
<body><header><h1>${title}</h1><p>演练环境：只用于演示和测试，不连接任何真实系统。时间均为北京时间。</p></header>
<main>${body}</main></body></html>`.html
    }\n`,
  );
}

const STYLE = readFileSync(new URL('./sandbox.css', import.meta.url), 'utf8');

/** The one style sheet of all sandboxes. */
export const style: RequestHandler = (_req, res) => {
  res.type('css').send(STYLE);
};

/** A page of another site may not press our buttons. */
export const ownFormsOnly: RequestHandler = (req, res, next) => {
  const site = req.get('sec-fetch-site');
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (req.method === 'POST' && foreign) res.status(403).end();
  else next();
};
