import { request } from 'undici';
import { dispatcherFor } from '../../platform/call-out.ts';
import { now, SECOND } from '../../platform/clock.ts';
import { redact } from '../../platform/mask.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import { spellMessage } from '../../platform/spell-error.ts';
import { secretOf, signatureOf } from './signature.ts';
import type { CallRow, EndpointRow, TryRow } from './tables.ts';

const PATIENCE = 10 * SECOND;
const MOST_BYTES = 1024;

export type Tried = Pick<TryRow, 'status' | 'answer' | 'error' | 'took_ms'>;

/** Whether the receiver has taken it: any 2xx. A redirect is none, for nobody follows it. */
export const isTaken = ({ status }: Pick<Tried, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300;

/** Posts one call, signed, once: to where we may call, for at most 10 s, and written down. Never throws. */
export async function callEndpoint(endpoint: EndpointRow, call: CallRow): Promise<Tried> {
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  const { host, pathname } = new URL(endpoint.url);
  const record = { system: 'panel', action: call.event, target: `${host}${pathname}` };
  try {
    const { status, answer } = await recordedCall(
      { ...record, subject: call.call_no },
      () => post(endpoint, call),
      (answered) => `HTTP ${answered.status}`,
    );
    return { status, answer, error: isTaken({ status }) ? null : said(status), took_ms: took() };
  } catch (error) {
    return { status: null, answer: null, error: wordsFor(error), took_ms: took() };
  }
}

function said(status: number): string {
  return status >= 300 && status < 400 ? `HTTP ${status}（不跟随跳转）` : `HTTP ${status}`;
}

async function post(endpoint: EndpointRow, { event_id, body }: CallRow) {
  const { statusCode, body: stream } = await request(endpoint.url, {
    method: 'POST',
    dispatcher: await dispatcherFor(endpoint.url),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Beika-Webhook/1',
      'beika-event-id': event_id,
      'beika-signature': signatureOf(secretOf(endpoint), body, now()),
    },
    body,
    headersTimeout: PATIENCE,
    bodyTimeout: PATIENCE,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { status: statusCode, answer: await beginningOf(stream) };
}

/** The first kilobyte, without what looks like an address, a number of a person or a key; the rest is never read. */
async function beginningOf(stream: AsyncIterable<Buffer> & { destroy(): unknown }) {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_BYTES) break;
    }
  } catch {
    // The status has been said: what was cut off afterwards changes nothing.
  } finally {
    stream.destroy();
  }
  const text = Buffer.concat(chunks).subarray(0, MOST_BYTES).toString();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return redact(text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, ''));
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: '连不上：对方没有监听这个端口',
  ENOTFOUND: '找不到这个域名',
  EAI_AGAIN: '域名解析暂时失败',
  UND_ERR_CONNECT_TIMEOUT: '连接超时',
  UND_ERR_HEADERS_TIMEOUT: '10 秒内没有应答',
  UND_ERR_BODY_TIMEOUT: '10 秒内没有应答完',
  UND_ERR_SOCKET: '对方中断了连接',
  ECONNRESET: '对方中断了连接',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'HTTPS 证书不受信任',
  CERT_HAS_EXPIRED: 'HTTPS 证书已过期',
  ERR_TLS_CERT_ALTNAME_INVALID: 'HTTPS 证书与域名不符',
};

/** Why nobody answered, in words. */
function wordsFor(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return '10 秒内没有应答';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (WORDS[code] ?? spellMessage(error)).slice(0, 300);
}
