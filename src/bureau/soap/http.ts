import iconv from 'iconv-lite';
import { request } from 'undici';
import { dispatcherFor, isNotAllowed, type Trust } from '../../platform/call-out.ts';

export interface HttpAnswer {
  status: number;
  body: string;
}

export interface HttpLimits {
  seconds: number;
  bytes: number;
}

/**
 * GET, or POST with a body, to where the product may call. Throws in plain words when there is no answer in time or it
 * is too large.
 */
export async function fetchText(
  url: string,
  limits: HttpLimits,
  post?: { headers: Record<string, string>; body: string },
  trust: Trust = {},
): Promise<HttpAnswer> {
  try {
    const answer = await request(url, {
      dispatcher: await dispatcherFor(url, trust),
      method: post ? 'POST' : 'GET',
      headers: { accept: 'text/xml, */*', ...post?.headers },
      body: post?.body ?? null,
      // A connection that was kept open may be dead: for an upload that would be one more doubt.
      reset: true,
      signal: AbortSignal.timeout(limits.seconds * 1000),
    });
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > limits.bytes) throw plainly('TOO_LARGE', `回应超过 ${limits.bytes} 字节`);
      pieces.push(piece);
    }
    const type = String(answer.headers['content-type'] ?? '');
    return { status: answer.statusCode, body: decoded(Buffer.concat(pieces), type) };
  } catch (error) {
    throw inPlainWords(error, limits.seconds);
  }
}

function decoded(bytes: Buffer, type: string): string {
  const named =
    /charset="?([\w-]+)/i.exec(type)?.[1] ??
    /^[^>]{0,100}encoding=["']([\w-]+)/.exec(bytes.subarray(0, 120).toString('latin1'))?.[1] ??
    'utf-8';
  return iconv.encodingExists(named) ? iconv.decode(bytes, named) : bytes.toString('utf8');
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: '连接被拒绝',
  ENOTFOUND: '找不到主机',
  EAI_AGAIN: '域名暂时无法解析',
  EHOSTUNREACH: '主机不可达',
  ENETUNREACH: '网络不可达',
  UND_ERR_CONNECT_TIMEOUT: '连接超时',
  ECONNRESET: '连接被中断',
  UND_ERR_SOCKET: '连接被中断',
  EPIPE: '连接被中断',
};

/** The request has not reached anybody: it may be tried at another address. */
export function isUnreached(error: unknown): boolean {
  const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
  return [...unreached, 'UND_ERR_CONNECT_TIMEOUT'].includes(codeOf(error));
}

function inPlainWords(error: unknown, seconds: number): Error {
  const code = codeOf(error);
  if (isNotAllowed(error)) return error;
  if (code === 'TOO_LARGE' && error instanceof Error) return error;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  if (isTimeout || /TIMEOUT/.test(code))
    return plainly(code || 'TIMEOUT', `${seconds} 秒内没有回应`);
  return plainly(code, WORDS[code] ?? `网络错误 ${code || 'UNKNOWN'}`);
}

function plainly(code: string, words: string): Error {
  return Object.assign(new Error(words), { code });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
