import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { dispatcherFor, type Trust } from '../../platform/call-out.ts';
import { now, SECOND } from '../../platform/clock.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import { signedRequest } from './aliyun-signature.ts';
import type { SmsService } from './sms-settings.ts';

const Answer = z.object({ Code: z.string(), Message: z.string().optional() });
export type Answer = z.output<typeof Answer>;

const MOST_BYTES = 64 * 1024;

/** One call to the SMS service; gives its code and words. Parameters are never recorded. */
export async function callAliyun(
  service: SmsService,
  action: string,
  params: Record<string, string>,
  subject?: string,
): Promise<Answer> {
  const { endpoint, access_key_id, access_key_secret } = service;
  const signed = signedRequest({
    endpoint,
    action,
    version: '2017-05-25',
    params,
    access_key_id,
    access_key_secret,
    at: now(),
    nonce: randomUUID(),
  });
  const target = new URL(endpoint).host;
  return recordedCall(
    { system: 'sms', action, target, ...(subject ? { subject } : {}) },
    () => post(signed.url, signed.headers, { isSandbox: service.sandbox }),
    (answer) => answer.Code,
  );
}

async function post(url: string, headers: Record<string, string>, trust: Trust): Promise<Answer> {
  const answer = await request(url, {
    dispatcher: await dispatcherFor(url, trust),
    method: 'POST',
    headers: { ...headers, accept: 'application/json' },
    headersTimeout: 10 * SECOND,
    bodyTimeout: 10 * SECOND,
  });
  if (Number(answer.headers['content-length'] ?? 0) > MOST_BYTES) {
    await answer.body.dump();
    throw new Error('短信服务的应答太大');
  }
  const parsed = Answer.safeParse(await answer.body.json());
  if (!parsed.success) throw new Error(`短信服务的应答不能识别（HTTP ${answer.statusCode}）`);
  return parsed.data;
}
