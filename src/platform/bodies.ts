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

/** A JSON body of at most `limit`. Refuses what is nested too deep or names the prototype. */
export const jsonBody = (limit: string): RequestHandler =>
  Router().use(express.json({ limit }), (req, _res, next) => {
    refuseTraps(req.body);
    next();
  });

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
