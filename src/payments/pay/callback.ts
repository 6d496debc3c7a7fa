import express, { type Request, type RequestHandler } from 'express';
import type { Callback } from '../gateways/gateway.ts';

/** The body of a callback as its bytes, whatever it says it is. Must come before anything else reads the body. */
export const callbackBody: RequestHandler = express.raw({ type: () => true, limit: '32kb' });

/** What is kept and verified of a request to a callback address. */
export function callbackOf(req: Request): Callback {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers))
    if (/^(wechatpay-|content-type$|user-agent$)/.test(name)) headers[name] = String(value);
  const at = req.originalUrl.indexOf('?');
  return {
    method: req.method,
    headers,
    query: at < 0 ? '' : req.originalUrl.slice(at + 1),
    body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
  };
}
