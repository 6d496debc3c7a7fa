import type { Request, Response } from 'express';
import { type Gateway, hits, type Order } from './state.ts';

const FILE = 'calls.jsonl';

/** A request of the merchant: a line of calls.jsonl. `refusal` says what was wrong with it. */
export interface Call {
  at: string;
  method: string;
  path: string;
  refusal: string;
}

export const calls = ({ store }: Gateway): Call[] =>
  // Written by `note` alone.
  store.rows(FILE) as Call[];

export function note({ store }: Gateway, req: Request, refusal: string): void {
  const { method, path } = req;
  store.append(FILE, { at: new Date().toISOString(), method, path, refusal });
}

/** Notes a request that brought an order, or the words why not. */
export const noted = (gateway: Gateway, req: Request, order: Order | string): void =>
  note(gateway, req, typeof order === 'string' ? order : '');

/**
 * Answers a program, unless a fault stands in between: a broken gateway has done nothing, one whose
 * answer is lost has done the deed.
 */
export function answered(
  gateway: Gateway,
  req: Request,
  res: Response,
  deed: () => object,
  send = (answer: object) => void res.json(answer),
): void {
  if (isBroken(gateway, res)) return;
  const answer = deed();
  note(gateway, req, refusalIn(answer));
  if (hits(gateway, 'api_lost')) res.socket?.destroy();
  else send(answer);
}

/** Whether the interface is broken just now; it has answered then. */
export function isBroken(gateway: Gateway, res: Response): boolean {
  if (!hits(gateway, 'api_error')) return false;
  res.status(500).type('html').send('<html><body>500 Internal Server Error</body></html>');
  return true;
}

/** What an answer of any protocol says went wrong, or ''. */
function refusalIn(answer: object): string {
  const { code, status_code, msg, message } = answer as Record<string, unknown>; // absent fields are undefined
  if (status_code !== undefined) return status_code === 200 ? '' : String(message);
  return code === 0 || code === 1 || code === undefined ? '' : String(msg ?? message);
}
