import { z } from 'zod';
import { redact } from '../../platform/mask.ts';
import { openEvent } from '../pay/events.ts';
import type { PaymentEventRow } from '../tables.ts';

/** What proves or names somebody is not for pages: signatures, sealed parts, buyers. */
const HIDDEN = /sign|cipher|nonce|buyer|openid|payer|clientip|user|token|key|param|passback/i;

const Content = z.object({
  method: z.string(),
  query: z.string(),
  body: z.string(),
});

/** What was said, as lines of name and value, masked. */
export function contentLines(row: PaymentEventRow): { name: string; value: string }[] {
  const opened: unknown = JSON.parse(openEvent(row));
  const request = Content.safeParse(opened);
  const lines = request.success ? linesOfRequest(request.data) : linesOf(opened);
  return lines.slice(0, 60).map(({ name, value }) => ({ name, value: masked(name, value) }));
}

function masked(name: string, value: string): string {
  if (HIDDEN.test(name)) return value === '' ? '' : `（${value.length} 个字符，不显示）`;
  return redact(value).slice(0, 200);
}

function linesOfRequest({ method, query, body }: z.output<typeof Content>) {
  const json = body.startsWith('{') ? parsed(body) : undefined;
  const pairs = (text: string) =>
    [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
  return [
    { name: '请求方式', value: method },
    ...pairs(query),
    ...(json === undefined ? pairs(body) : linesOf(json)),
  ];
}

function linesOf(value: unknown, path = ''): { name: string; value: string }[] {
  if (typeof value !== 'object' || value === null)
    return [{ name: path, value: String(value ?? '') }];
  return Object.entries(value).flatMap(([name, one]) =>
    linesOf(one, path ? `${path}.${name}` : name),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
