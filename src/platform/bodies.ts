import express, { type Request, type RequestHandler, Router } from 'express';
import { UserError } from './errors.ts';
import { readBody } from './read-body.ts';
import type { Room } from './room.ts';

/** An HTML form, at most 1 MB and 2,000 fields. */
export const formBody: RequestHandler = express.urlencoded({
  extended: false,
  limit: '1mb',
  parameterLimit: 2000,
});

/** Deeper than anything we take, and far less deep than what a program may trip over. */
const MOST_DEPTH = 40;
/** More than the largest filing holds, ten times over: forty megabytes of empty lists would stop everybody for minutes. */
const MOST_VALUES = 50_000;

/**
 * A JSON body of at most `most` bytes, held in `room`; another kind of body is left unread. Refuses what holds too
 * much, is nested too deep or names the prototype.
 */
export const jsonBody = (most: number, room: Room): RequestHandler =>
  Router().use(room.enter, async (req, _res, next) => {
    if (!req.is('json')) return next();
    refuseLetters(req);
    const bytes = await readBody(req, most, (more) => room.take(req, more));
    refuseMany(bytes);
    req.body = parsed(bytes.toString());
    refuseTraps(req.body);
    next();
  });

function refuseLetters(req: Request): void {
  const letters = /charset="?([^\s";]+)/i.exec(req.get('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(letters))
    throw new UserError('unsupported_media', '请以 UTF-8 编码提交 JSON');
}

const COMMA = ','.charCodeAt(0);

/** Counted on the bytes, before anything is made of them; pictures in base64 hold no comma. */
function refuseMany(body: Buffer): void {
  let values = 0;
  for (let at = body.indexOf(COMMA); at >= 0; at = body.indexOf(COMMA, at + 1))
    if (++values > MOST_VALUES) throw new UserError('too_large', '提交的内容太大');
}

/** Nothing sent is an empty object; a word or a number is no message. */
function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Said below.
  }
  throw new UserError('invalid', '提交的内容不是正确的 JSON');
}

function refuseTraps(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) throw new UserError('invalid', '提交的内容嵌套太深');
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Object.hasOwn(value, '__proto__')) throw new UserError('invalid', '提交的内容不正确');
      for (const each of Object.values(value)) if (typeof each === 'object') below.push(each);
    }
    level = below;
  }
}
