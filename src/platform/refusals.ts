import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import multer from 'multer';
import { type ErrorCode, UserError } from './errors.ts';
import { log } from './log.ts';

export const notFound: RequestHandler = () => {
  throw new UserError('not_found', '这个页面不存在，或者您无权查看');
};

/** One handler for every refusal and every bug; only bugs are logged whole. */
export const errors: ErrorRequestHandler = (error: unknown, req, res, _next) => {
  const known = asUserError(error) ?? asOutage(error);
  if (known !== error && (!known || known.status >= 500))
    log.error('request failed', { error, method: req.method, path: withoutTokens(req.path) });
  // Half an answer cannot be taken back: whoever gets it sees that it was cut. A whole one stands.
  if (res.headersSent) return void (res.writableEnded || res.destroy());
  res.set('Cache-Control', 'no-store');
  const code = known?.code ?? 'internal';
  const message = known?.message ?? '系统出了问题，我们已记录。请稍后再试';
  const fields = known?.fields ?? {};
  res.status(known?.status ?? 500);
  if (wantsJson(req))
    return void res.json({ error: { code, message, fields, request_id: req.id } });
  if (code === 'signin_required' && req.method === 'GET') {
    return res.redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`);
  }
  res.page('errors/error', { title: '出错了', status: res.statusCode, code, message, fields });
};

/** API and script calls get JSON; a person's browser gets a page. */
export function wantsJson(req: Request): boolean {
  return req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json';
}

/** A link for somebody's phone carries its token in the path: a log never does. */
function withoutTokens(path: string): string {
  return path.replace(/[\w-]{32,}/g, '…');
}

const BY_STATUS: Record<number, [ErrorCode, string]> = {
  403: ['not_found', '这个页面不存在，或者您无权查看'],
  404: ['not_found', '这个页面不存在，或者您无权查看'],
  405: ['method_not_allowed', '这个地址不能这样访问'],
  413: ['too_large', '提交的内容太大'],
  415: ['unsupported_media', '不支持这种内容格式'],
};

/** Express, body parsers and multer have errors of their own that are the sender's fault. */
function asUserError(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (error instanceof multer.MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE')
      return new UserError('too_large', '图片太大，请控制在 20 MB 以内');
    return new UserError('invalid', '上传的内容不正确，请重新选择文件');
  }
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const [code, message] = BY_STATUS[status] ?? ['invalid', '请求的内容不正确'];
  return new UserError(code, message);
}

/** Faults that pass by themselves once the database is back. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
]);

function asOutage(error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const isAway = 'fatal' in error && 'code' in error && AWAY.has(String(error.code));
  if (!isAway && error.name !== 'KnexTimeoutError') return undefined;
  return new UserError('unavailable', '系统正在恢复，请稍后再试');
}
