import { z } from 'zod';
import { now, shownTime } from '../../platform/clock.ts';
import { certificateSn, isCertificate, rootCertificateSn } from './alipay-keys.ts';
import { jsonOf } from './call-gateway.ts';
import { address, joined, setting, text } from './fields.ts';
import type { At } from './gateway.ts';
import { isRsa, isSignedRsa, privateKeyOf, publicKeyOf, signRsa } from './rsa.ts';

const certificate = z
  .string()
  .trim()
  .max(20_000, '太长了')
  .refine((pem) => pem === '' || isCertificate(pem), '不是正确的证书（PEM）')
  .default('');

export const AlipaySettings = z
  .object({
    address: setting(address.default('https://openapi.alipay.com/gateway.do'), {
      label: '网关地址',
      kind: 'url',
    }),
    app_id: setting(text(32), { label: '应用 ID（app_id）' }),
    seller_id: setting(
      z
        .string()
        .trim()
        .regex(/^\d{16}$/, '请填写 16 位数字，以 2088 开头'),
      {
        label: '商户 PID（seller_id）',
        hint: '收款账号的 2088 开头的编号，用来核对收款方',
      },
    ),
    private_key: setting(text(4000).refine(isRsa(privateKeyOf), '不是正确的 RSA 私钥'), {
      label: '应用私钥',
      secret: true,
      rows: 5,
    }),
    public_key: setting(
      z
        .string()
        .trim()
        .max(8000, '太长了')
        .refine((key) => key === '' || isRsa(publicKeyOf)(key), '不是正确的 RSA 公钥或证书')
        .default(''),
      { label: '支付宝公钥', rows: 4, hint: '密钥模式填公钥；证书模式填支付宝公钥证书的内容' },
    ),
    app_certificate: setting(certificate, {
      label: '应用公钥证书',
      rows: 4,
      hint: '只用于证书模式，与根证书一起填写',
    }),
    root_certificate: setting(certificate, {
      label: '支付宝根证书',
      rows: 4,
      hint: '只用于证书模式，整个文件的内容',
    }),
  })
  .refine(({ public_key }) => public_key !== '', {
    path: ['public_key'],
    message: '请填写支付宝公钥',
  })
  .refine(({ app_certificate: one, root_certificate: two }) => (one === '') === (two === ''), {
    path: ['root_certificate'],
    message: '证书模式要同时填写应用公钥证书和支付宝根证书',
  });
export type AlipaySettings = z.output<typeof AlipaySettings>;

/** All parameters of a request with their signature: `sign_type` is signed, too. */
export function signedRequest(
  settings: AlipaySettings,
  method: string,
  biz: object,
  more: Record<string, string> = {},
): URLSearchParams {
  const isByCertificate = settings.app_certificate !== '';
  const fields: Record<string, string> = {
    ...{ app_id: settings.app_id, method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2' },
    ...{ timestamp: shownTime(now()), version: '1.0', biz_content: JSON.stringify(biz) },
    ...(isByCertificate
      ? {
          app_cert_sn: certificateSn(settings.app_certificate),
          alipay_root_cert_sn: rootCertificateSn(settings.root_certificate),
        }
      : {}),
    ...more,
  };
  return new URLSearchParams({
    ...fields,
    sign: signRsa(joined(fields, 'sign'), settings.private_key),
  });
}

const Node = z.looseObject({
  code: z.string(),
  msg: z.string().default(''),
  sub_code: z.string().default(''),
  sub_msg: z.string().default(''),
});
export type AlipayAnswer = z.output<typeof Node>;

/** Calls a method and verifies its answer over the very text of its node. */
export async function callAlipay(
  { settings, call }: At<AlipaySettings>,
  method: string,
  biz: Record<string, string>,
  more: Record<string, string> = {},
): Promise<AlipayAnswer> {
  const amount = biz['total_amount'] ?? biz['refund_amount'];
  const answer = await call({
    action: method.replace(/^alipay\.trade\./, ''),
    url: `${settings.address}?charset=utf-8`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: signedRequest(settings, method, biz, more).toString(),
    subject: biz['out_request_no'] ?? biz['out_trade_no'] ?? '',
    details: amount ? { amount } : {},
  });
  const name = `${method.replaceAll('.', '_')}_response`;
  const whole = z.looseObject({ sign: z.string().default('') }).parse(jsonOf(answer));
  const node = Node.parse(whole[name] ?? whole['error_response']);
  const isSigned = isSignedRsa(nodeText(answer.text, name), whole.sign, settings.public_key);
  // What fails before the application is known comes without a signature.
  if (!isSigned && (node.code === '10000' || whole.sign !== ''))
    throw new Error('支付宝应答的签名不正确，请核对支付宝公钥');
  return node;
}

/** The value of a key of the outermost object, as it is written. */
export function nodeText(json: string, name: string): string {
  const key = `"${name}":`;
  const start = json.indexOf(key) + key.length;
  if (start < key.length) return '';
  let depth = 0;
  let isText = false;
  for (let at = start; at < json.length; at++) {
    const letter = json[at];
    if (isText && letter === '\\') at++;
    else if (letter === '"') isText = !isText;
    else if (!isText && letter === '{') depth++;
    else if (!isText && letter === '}' && --depth === 0)
      return json.slice(start, at + 1).trimStart();
  }
  return '';
}
