import type { Request, Response } from 'express';
import { rawOf } from '../bodies.ts';
import type { Gateway } from '../state.ts';
import { isRsa, linesOf, nonce, rsa } from './sign.ts';

const SKEW_S = 300;
/** Random texts that were used, of this while and the one before. */
const used = { since: 0, now: new Set<string>(), before: new Set<string>() };

/** What is wrong with the Authorization of a request, in words; nothing when it is right. */
export function objection(gateway: Gateway, req: Request): string | undefined {
  const [scheme = '', rest = ''] = (req.get('authorization') ?? '').split(/ (.*)/s);
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048')
    return 'Authorization 应以 WECHATPAY2-SHA256-RSA2048 开头';
  const given = Object.fromEntries(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value ?? '']),
  );
  const { mchid, serial_no, timestamp = '', nonce_str = '', signature = '' } = given;
  const { wechat_merchant, wechat_merchant_cert } = gateway.keys;
  if (mchid !== gateway.mchid) return `商户号不存在：${mchid}`;
  if (serial_no !== wechat_merchant_cert.serial) return `商户证书序列号有误：${serial_no}`;
  const now = Date.now() / 1000;
  if (!(Math.abs(now - Number(timestamp)) <= SKEW_S)) return '请求时间戳与服务器相差超过 5 分钟';
  if (!nonce_str || nonce_str.length > 32) return '随机串（nonce_str）应为 1 到 32 位';
  if (used.now.has(nonce_str) || used.before.has(nonce_str)) return '随机串（nonce_str）已经用过';
  const content = linesOf(req.method, req.originalUrl, timestamp, nonce_str, rawOf(req));
  if (!isRsa(content, signature, wechat_merchant.public_key))
    return `错误的签名，验签失败。应签名的是：${JSON.stringify(content)}`;
  remember(nonce_str, now);
  return undefined;
}

function remember(nonce_str: string, now: number): void {
  if (now - used.since > 2 * SKEW_S) {
    used.before = used.now;
    used.now = new Set();
    used.since = now;
  }
  used.now.add(nonce_str);
}

/** Headers that sign a body, as answers and callbacks carry them. */
export function signatureOf(
  gateway: Gateway,
  body: string,
  how: { isPublicKey: boolean; isForged?: boolean; at?: number },
): Record<string, string> {
  const { keys } = gateway;
  const key = how.isPublicKey ? keys.wechat_public : keys.wechat;
  const timestamp = String(Math.floor((how.at ?? Date.now()) / 1000));
  const nonce_str = nonce();
  const signature = rsa(linesOf(timestamp, nonce_str, body), key.private_key);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce_str,
    // 微信支付 itself sends such probes, to see whether signatures are checked at all.
    'Wechatpay-Signature': how.isForged ? `WECHATPAY/SIGNTEST/${signature}` : signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    'Wechatpay-Serial': how.isPublicKey ? keys.wechat_public_key_id : keys.wechat_cert.serial,
  };
}

/** Answers, signed with the key that the request names, else with the one that is set. */
export function sendSigned(
  gateway: Gateway,
  req: Request,
  res: Response,
  answer: { status: number; body?: object },
): void {
  const body = answer.body ? JSON.stringify(answer.body) : '';
  const wanted = req.get('wechatpay-serial') ?? '';
  const isPublicKey = wanted
    ? wanted.startsWith('PUB_KEY_ID_')
    : gateway.store.state.wechat_verify !== 'certificate';
  res
    .status(answer.status)
    .set(signatureOf(gateway, body, { isPublicKey }))
    .set('Request-ID', nonce());
  if (body) res.type('json').send(body);
  else res.end();
}
