import { request } from 'undici';
import { dispatcherFor, type Trust } from '../../platform/call-out.ts';
import { SECOND } from '../../platform/clock.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import type { Call, CallAnswer } from './gateway.ts';

const MOST_BYTES = 256 * 1024;
const PATIENCE = 8 * SECOND;

/** How a gateway is called: only where it may be, for at most 8 s, and written down without keys and persons. */
export function callerFor(gateway: string, trust: Trust): Call {
  return ({ action, url, method = 'GET', headers = {}, body, subject, details }) => {
    const { host, pathname } = new URL(url);
    return recordedCall(
      {
        system: 'pay',
        action: `${gateway}.${action}`,
        target: `${host}${pathname}`,
        ...(subject ? { subject } : {}),
        ...(details ? { details } : {}),
      },
      () => send(url, { method, headers, ...(body === undefined ? {} : { body }) }, trust),
      ({ status }) => `HTTP ${status}`,
    );
  };
}

async function send(
  url: string,
  options: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
  trust: Trust,
): Promise<CallAnswer> {
  const answer = await request(url, {
    ...options,
    dispatcher: await dispatcherFor(url, trust),
    headersTimeout: PATIENCE,
    bodyTimeout: PATIENCE,
    signal: AbortSignal.timeout(PATIENCE),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error('网关的应答太大');
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = String(value ?? '');
  return { status: answer.statusCode, headers, text: Buffer.concat(chunks).toString() };
}

/** The answer as JSON; anything else is a gateway that does not work. */
export function jsonOf({ status, text }: CallAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`网关的应答不能识别（HTTP ${status}）`);
  }
}
