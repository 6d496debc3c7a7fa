import { readFileSync } from 'node:fs';
import type { Response } from 'express';
import { type Html, html } from '../../html.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The style of cashier and desk. */
export const STYLE = readFileSync(new URL('./pay.css', import.meta.url), 'utf8');

/** Sends a whole page: no script, and none allowed. `wide` for the desk; a cashier is as wide as a phone. */
export function sendPayPage(res: Response, title: string, body: Html, width = ''): void {
  res.set('Content-Security-Policy', POLICY);
  res.set('X-Content-Type-Options', 'nosniff').set('Referrer-Policy', 'no-referrer');
  const page = html`<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/pay.css"></head>
<body class="${width}"><header><h1>${title}</h1><p>演练环境，不收真钱。时间为北京时间。</p></header>
<main>${body}</main></body></html>`;
  res.type('html').send(`<!doctype html>\n${page.html}\n`);
}
