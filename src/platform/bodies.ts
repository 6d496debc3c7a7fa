import express, { type RequestHandler, Router } from 'express';
import { UserError } from './errors.ts';

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

/** A JSON body of at most `limit`. Refuses what holds too much, is nested too deep or names the prototype. */
export const jsonBody = (limit: string): RequestHandler =>
  Router().use(express.json({ limit, verify: refuseMany }), (req, _res, next) => {
    refuseTraps(req.body);
    next();
  });

const COMMA = ','.charCodeAt(0);

/** Counted on the bytes, before anything is made of them; pictures in base64 hold no comma. */
function refuseMany(_req: unknown, _res: unknown, body: Buffer): void {
  let values = 0;
  for (let at = body.indexOf(COMMA); at >= 0; at = body.indexOf(COMMA, at + 1))
    if (++values > MOST_VALUES)
      throw Object.assign(new Error('a body of too many values'), { status: 413 });
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
