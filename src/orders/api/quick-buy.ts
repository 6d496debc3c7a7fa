import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { bearerOf, keyIn } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { noStore, requestId, securityHeaders } from '../../platform/guards.ts';
import { buy } from './buy.ts';

const MOST_BYTES = 16 << 10;

/**
 * `POST /api/v1/orders` with a program's key, before the rest of the pipeline: no session, no page, no compression.
 * What it refuses, and whatever is not quite this, is answered by the usual way.
 */
export const quickBuy: RequestHandler = (req, res, next) => {
  if (req.url !== '/api/v1/orders' || req.method !== 'POST') return next();
  const key = keyIn(req.headers.authorization);
  if (key === undefined || req.headers['content-encoding'] !== undefined) return next();
  answer(req, res, key).catch((error: unknown) => refuse(req, res, next, error));
};

async function answer(req: Request, res: Response, key: string): Promise<void> {
  const reading = jsonIn(req);
  // What is wrong with the body is said to those who may send one.
  reading.catch(() => {});
  const bearer = await bearerOf(db, key);
  if (!bearer) throw new UserError('signin_required', '密钥无效或已停用');
  if (!bearer.may('shop.buy')) throw new UserError('forbidden', '这个密钥没有下单购买的权限');
  const idempotencyKey = req.headers['idempotency-key'];
  const buyer = {
    ...{ user_id: bearer.user_id, by_program: true, source: null, device: null },
    user_agent: req.headers['user-agent'] ?? '',
  };
  const order = await buy(buyer, await reading, [idempotencyKey].flat()[0]);
  send(req, res, order);
}

/** The same headers as every answer has; made once by those who make them. */
let headers: string[] | undefined;

function send(req: Request, res: Response, order: object): void {
  if (!headers) {
    securityHeaders(req, res, () => {});
    headers = Object.entries(res.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
    for (const name of res.getHeaderNames()) res.removeHeader(name);
  }
  const text = JSON.stringify(order);
  const own = ['X-Request-Id', randomUUID(), 'Content-Length', String(Buffer.byteLength(text))];
  res.writeHead(201, [...headers, ...PLAIN, ...own]);
  res.end(text);
}

const PLAIN = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store'];

function refuse(req: Request, res: Response, next: NextFunction, error: unknown): void {
  requestId(req, res, () => securityHeaders(req, res, () => noStore(req, res, () => next(error))));
}

/** The parsed body. A larger one is read to its end, so that its sender hears the answer, and kept nowhere. */
async function jsonIn(req: Request): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  const isWhole = await new Promise<boolean>((resolve) => {
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
    });
    req.once('end', () => resolve(true));
    req.once('close', () => resolve(false));
  });
  if (!isWhole) throw new UserError('invalid', '没有收到完整的内容，请重新提交');
  if (size > MOST_BYTES) throw new UserError('too_large', '提交的内容太大');
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    throw new UserError('unsupported_media', '请以 application/json 提交');
  return parsed(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString());
}

function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !text.includes('__proto__')) return body;
  } catch {
    // Said below.
  }
  throw new UserError('invalid', '提交的内容不是正确的 JSON');
}
