import { createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { now } from '../../platform/clock.ts';
import { isCertificate } from './alipay-keys.ts';
import { address, setting, text } from './fields.ts';
import { type At, type CallAnswer, refusal, type Verdict } from './gateway.ts';
import { isRsa, isSignedRsa, privateKeyOf, publicKeyOf, signRsa } from './rsa.ts';

export const WechatSettings = z.object({
  address: setting(address.default('https://api.mch.weixin.qq.com'), {
    label: '接口地址',
    kind: 'url',
  }),
  mchid: setting(
    z
      .string()
      .trim()
      .regex(/^\d{8,12}$/, '请填写商户号'),
    { label: '商户号（mchid）' },
  ),
  appid: setting(text(32), {
    label: '应用 ID（appid）',
    hint: '与商户号绑定的公众号、小程序或应用',
  }),
  serial_no: setting(
    z
      .string()
      .trim()
      .regex(/^[0-9A-Fa-f]{16,64}$/, '请填写证书序列号'),
    {
      label: '商户 API 证书序列号',
    },
  ),
  private_key: setting(text(4000).refine(isRsa(privateKeyOf), '不是正确的 RSA 私钥'), {
    label: '商户 API 私钥',
    hint: 'apiclient_key.pem 的内容',
    secret: true,
    rows: 5,
  }),
  api_v3_key: setting(
    z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{32}$/, 'APIv3 密钥是 32 个字符'),
    {
      label: 'APIv3 密钥',
      secret: true,
    },
  ),
  platform_serial: setting(text(80), {
    label: '微信支付公钥 ID，或平台证书序列号',
    hint: '公钥 ID 以 PUB_KEY_ID_ 开头',
  }),
  platform_key: setting(
    text(8000).refine(
      (pem) => isRsa(publicKeyOf)(pem) || isCertificate(pem),
      '不是正确的公钥或证书',
    ),
    { label: '微信支付公钥，或平台证书', rows: 5, hint: '与上面的编号对应的那一个' },
  ),
});
export type WechatSettings = z.output<typeof WechatSettings>;

/** Older than this is a replay. */
const MOST_AGE_S = 300;

/** What stands against the signature of WeChat over `body`; undefined when it is right and fresh. */
export function faultOf(
  settings: WechatSettings,
  headers: Record<string, string>,
  body: string,
): Verdict | undefined {
  const timestamp = headers['wechatpay-timestamp'] ?? '';
  const nonce = headers['wechatpay-nonce'] ?? '';
  const signature = headers['wechatpay-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return 'unreadable';
  if (headers['wechatpay-serial'] !== settings.platform_serial) return 'bad_signature';
  const text = `${timestamp}\n${nonce}\n${body}\n`;
  if (!isSignedRsa(text, signature, settings.platform_key)) return 'bad_signature';
  return Math.abs(now().getTime() / 1000 - Number(timestamp)) > MOST_AGE_S ? 'too_old' : undefined;
}

/** Calls and gives status and JSON; an answer without WeChat's signature is no answer. */
export async function callWechat(
  { settings, call }: At<WechatSettings>,
  asked: { action: string; path: string; body?: object; subject: string; amount?: number },
): Promise<{ status: number; said: Record<string, unknown> }> {
  const { action, path, subject, amount } = asked;
  const method = asked.body ? 'POST' : 'GET';
  const body = asked.body ? JSON.stringify(asked.body) : '';
  const answer = await call({
    ...{ action, method, subject, url: `${settings.address}${path}` },
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      ...{ 'user-agent': 'beika', authorization: authorization(settings, method, path, body) },
      'wechatpay-serial': settings.platform_serial,
    },
    ...(asked.body ? { body } : {}),
    ...(amount === undefined ? {} : { details: { cents: String(amount) } }),
  });
  const isGood = answer.status >= 200 && answer.status < 300;
  if (isGood && faultOf(settings, answer.headers, answer.text))
    throw new Error('微信支付应答的签名不正确，请核对公钥或平台证书');
  return { status: answer.status, said: saidIn(answer) };
}

function saidIn({ status, text }: CallAnswer): Record<string, unknown> {
  if (text === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new Error(`微信支付的应答不能识别（HTTP ${status}）`);
  }
}

function authorization(
  settings: WechatSettings,
  method: string,
  path: string,
  body: string,
): string {
  const timestamp = Math.floor(now().getTime() / 1000);
  const nonce = randomBytes(16).toString('hex').toUpperCase();
  const text = `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`;
  const parts = {
    ...{ mchid: settings.mchid, nonce_str: nonce, signature: signRsa(text, settings.private_key) },
    ...{ timestamp: String(timestamp), serial_no: settings.serial_no },
  };
  const written = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${written.join(',')}`;
}

const Resource = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string(),
  associated_data: z.string().default(''),
  nonce: z.string(),
});

/** Opens the resource of an event; what does not open was not sealed with our key. */
export function openResource(settings: WechatSettings, resource: unknown): unknown {
  const sealed = Resource.safeParse(resource);
  if (!sealed.success) throw refusal('unreadable');
  const { ciphertext, associated_data, nonce } = sealed.data;
  const bytes = Buffer.from(ciphertext, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', settings.api_v3_key, nonce);
    decipher.setAAD(Buffer.from(associated_data));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = [decipher.update(bytes.subarray(0, -16)), decipher.final()];
    return JSON.parse(Buffer.concat(plain).toString());
  } catch {
    throw refusal('bad_signature');
  }
}
