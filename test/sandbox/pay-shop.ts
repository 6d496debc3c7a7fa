import { createDecipheriv, createHash, createSign, createVerify, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after } from 'node:test';

/** What the sandbox told the shop, as it came. */
export interface Told {
  method: string;
  url: URL;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A shop that keeps what it is told and answers what the test wants; it ends with the tests of the file. */
export async function openShop(answer: (told: Told) => { status?: number; text?: string }) {
  const told: Told[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      const { method = '', headers, url = '' } = req;
      const one = { method, headers, body, url: new URL(url, 'http://shop') };
      told.push(one);
      const { status = 200, text = '' } = answer(one);
      res.writeHead(status).end(text);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { told, url: `http://127.0.0.1:${port}` };
}

/** The gateway file, as far as the tests use it. */
export interface GatewayFile {
  epay_v2: { pid: string; merchant_private_key: string; platform_public_key: string };
  alipay: Record<
    | 'gateway'
    | 'app_id'
    | 'seller_id'
    | 'app_private_key'
    | 'alipay_public_key'
    | 'app_cert'
    | 'alipay_cert'
    | 'alipay_root_cert'
    | 'app_cert_sn'
    | 'alipay_cert_sn'
    | 'alipay_root_cert_sn',
    string
  >;
  wechat: Record<
    | 'appid'
    | 'mchid'
    | 'apiv3_key'
    | 'merchant_private_key'
    | 'merchant_serial_no'
    | 'public_key_id'
    | 'public_key'
    | 'platform_cert'
    | 'platform_serial_no',
    string
  >;
  epusdt: { gateway: string; token: string };
  bepusdt: { gateway: string; token: string };
}

// The rules of signing once more, from their descriptions: nothing here is taken from the sandbox.

type Fields = Record<string, string>;

/** Sorted `k=v` of what is not empty, joined by &. */
export const joined = (fields: Record<string, unknown>, without: string[]): string =>
  Object.entries(fields)
    .filter(([name, value]) => value !== '' && value !== undefined && !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
export const rsa = (text: string, key: string): string =>
  createSign('RSA-SHA256').update(text).sign(key, 'base64');
export const isRsa = (text: string, signature: string, key: string): boolean =>
  createVerify('RSA-SHA256').update(text).verify(key, signature, 'base64');

/** Whether 易支付 V2 or 支付宝 signed these fields. */
export const isFromPlatform = (fields: Record<string, unknown>, key: string): boolean =>
  isRsa(joined(fields, ['sign', 'sign_type']), String(fields['sign']), key);

export const beijing = (at = Date.now()): string =>
  new Date(at + 8 * 36e5).toISOString().slice(0, 19).replace('T', ' ');

/** A call of 支付宝: its fields, signed; `change` after signing makes it wrong. */
export function alipayFields(
  { app_id, app_private_key }: GatewayFile['alipay'],
  method: string,
  content: object,
  more: Fields = {},
): Fields {
  const fields = {
    app_id,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijing(),
    version: '1.0',
    biz_content: JSON.stringify(content),
    ...more,
  };
  return { ...fields, sign: rsa(joined(fields, ['sign']), app_private_key) };
}

/** The answer's node, and whether its signature is over the very text of it. */
export function alipayNode(text: string, method: string, key: string) {
  const name = `"${method.replaceAll('.', '_')}_response":`;
  const from = text.indexOf(name) + name.length;
  const end = text.lastIndexOf(',"alipay_cert_sn":');
  const node = text.slice(from, end > 0 ? end : text.lastIndexOf(',"sign":'));
  const { sign, alipay_cert_sn } = JSON.parse(text);
  return { ...JSON.parse(node), is_signed: isRsa(node, sign, key), cert_sn: alipay_cert_sn };
}

/** A signed call of 微信支付, with the headers and text of the answer. */
export async function wechatCall(
  base: string,
  file: GatewayFile['wechat'],
  method: string,
  path: string,
  wish?: object,
  change: { serial?: string; key?: string; headers?: Fields; at?: number } = {},
) {
  const body = wish ? JSON.stringify(wish) : '';
  const nonce = randomBytes(16).toString('hex');
  const timestamp = Math.floor((change.at ?? Date.now()) / 1000);
  const lines = `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`;
  const signature = rsa(lines, change.key ?? file.merchant_private_key);
  const serial = change.serial ?? file.merchant_serial_no;
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${file.mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial}"`;
  const headers = { authorization, 'content-type': 'application/json', ...change.headers };
  const response = await fetch(base + path, { method, headers, ...(body ? { body } : {}) });
  const text = await response.text();
  const json = JSON.parse(text || '{}');
  return { status: response.status, headers: Object.fromEntries(response.headers), text, json };
}

/** Whether 微信支付 signed this body with this key. */
export const isFromWechat = (headers: Told['headers'], body: string, key: string): boolean =>
  isRsa(
    `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`,
    String(headers['wechatpay-signature']),
    key,
  );

/** Opens a resource of 微信支付. */
export function opened(apiv3_key: string, sealed: Fields): string {
  const { ciphertext = '', nonce = '', associated_data = '' } = sealed;
  const bytes = Buffer.from(ciphertext, 'base64');
  const open = createDecipheriv('aes-256-gcm', apiv3_key, nonce);
  open.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([open.update(bytes.subarray(0, -16)), open.final()]).toString();
}
