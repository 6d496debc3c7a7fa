import { createHash, timingSafeEqual } from 'node:crypto';

export type Parameters = Record<string, string>;

/** MD5 of 易支付: fields that are not empty, sorted by bytes, joined raw, the key behind them. */
export function sign(parameters: Parameters, key: string): string {
  const joined = Object.keys(parameters)
    .filter((name) => name !== 'sign' && name !== 'sign_type' && parameters[name] !== '')
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
  return createHash('md5')
    .update(joined + key)
    .digest('hex');
}

/** Whether a request carries the signature of its own fields. */
export function isSigned(parameters: Parameters, key: string): boolean {
  const given = Buffer.from((parameters['sign'] ?? '').toLowerCase());
  const right = Buffer.from(sign(parameters, key));
  return given.length === right.length && timingSafeEqual(given, right);
}
