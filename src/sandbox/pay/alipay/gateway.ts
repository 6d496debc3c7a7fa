import express, { type Request, type Response, type Router } from 'express';
import { html, sendPage } from '../../html.ts';
import { fieldsOf, isRecord, type Parameters } from '../bodies.ts';
import { isBroken, note } from '../calls.ts';
import { type Gateway, hits } from '../state.ts';
import { AlipayRefusal, METHODS, type Reply } from './methods.ts';
import { contentOf, isRsa2, rsa2 } from './sign.ts';

const PAGES = ['alipay.trade.page.pay', 'alipay.trade.wap.pay'];

/** 支付宝: everything goes to gateway.do, what is wanted stands in `method`. */
export function alipay(gateway: Gateway): Router {
  const router: Router = express.Router();
  router.all('/gateway.do', (req, res) => {
    if (isBroken(gateway, res)) return;
    const p = fieldsOf(req);
    const reply = attempt(gateway, p);
    note(gateway, req, reply.code === '10000' ? '' : `${reply.sub_code} ${reply.sub_msg}`);
    if (hits(gateway, 'api_lost')) res.socket?.destroy();
    else if (PAGES.includes(p['method'] ?? '')) show(req, res, reply);
    else res.type('text/html;charset=utf-8').send(signed(gateway, p, reply));
  });
  return router;
}

/** What a method answers, or the refusal in the words of 支付宝. */
function attempt(gateway: Gateway, p: Parameters): Reply {
  try {
    check(gateway, p);
    const content: unknown = JSON.parse(p['biz_content'] || '{}');
    if (!isRecord(content)) throw new AlipayRefusal('isv.invalid-json', 'biz_content 应是对象');
    const done = METHODS.get(p['method'] ?? '')?.(gateway, p, content);
    return { code: '10000', msg: 'Success', ...done };
  } catch (error) {
    if (error instanceof SyntaxError) return refused('isv.invalid-json', 'biz_content 不是 JSON');
    if (error instanceof AlipayRefusal) return refused(error.code, error.message);
    throw error;
  }
}

function refused(sub_code: string, sub_msg: string): Reply {
  const isBusiness = sub_code.startsWith('ACQ.');
  const code = isBusiness ? '40004' : sub_code.startsWith('isv.missing') ? '40001' : '40002';
  const msg = isBusiness ? 'Business Failed' : 'Invalid Arguments';
  return { code, msg, sub_code, sub_msg };
}

function check(gateway: Gateway, p: Parameters): void {
  const { app_id, method = '', sign = '', sign_type, timestamp = '', charset = '', version } = p;
  const wrong = (name: string, words: string) => new AlipayRefusal(`isv.invalid-${name}`, words);
  if (app_id !== gateway.app_id) throw wrong('app-id', '无效的AppID参数');
  if (!METHODS.has(method)) throw wrong('method', '不存在的方法名');
  if (sign_type !== 'RSA2') throw wrong('signature-type', '无效的签名类型，应为 RSA2');
  if (!/^utf-8$/i.test(charset)) throw wrong('charset', '字符集错误，应为 utf-8');
  if (version !== '1.0') throw wrong('version', '无效的 version，应为 1.0');
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(timestamp))
    throw wrong('timestamp', '非法的时间戳参数，应为北京时间 yyyy-MM-dd HH:mm:ss');
  if (!sign) throw new AlipayRefusal('isv.missing-signature', '缺少签名参数');
  const content = contentOf(p, ['sign']);
  if (!isRsa2(content, sign, gateway.keys.alipay_merchant.public_key)) {
    const words =
      '验签出错，请检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：';
    throw wrong('signature', words + content);
  }
  checkCertificates(gateway, p);
}

/** Certificate mode names both certificates, or neither. */
function checkCertificates({ keys }: Gateway, p: Parameters): void {
  const { app_cert_sn, alipay_root_cert_sn } = p;
  if (app_cert_sn === undefined && alipay_root_cert_sn === undefined) return;
  if (app_cert_sn !== keys.alipay_merchant_cert.sn)
    throw new AlipayRefusal('isv.invalid-app-cert-sn', '应用公钥证书 SN 不正确');
  if (alipay_root_cert_sn !== keys.alipay_root_cert.sn)
    throw new AlipayRefusal('isv.invalid-alipay-root-cert-sn', '支付宝根证书 SN 不正确');
}

/**
 * The answer and its signature over the very text of the node. Slashes are escaped in it, as there: whoever
 * writes the node anew before checking finds the signature wrong.
 */
function signed({ keys }: Gateway, p: Parameters, reply: Reply): string {
  const isKnown = METHODS.has(p['method'] ?? '');
  const node = isKnown ? `${p['method']?.replaceAll('.', '_')}_response` : 'error_response';
  const text = JSON.stringify(reply).replaceAll('/', '\\/');
  const sign = rsa2(text, keys.alipay.private_key).replaceAll('/', '\\/');
  const certificate = p['app_cert_sn'] ? `"alipay_cert_sn":"${keys.alipay_cert.sn}",` : '';
  return `{"${node}":${text},${certificate}"sign":"${sign}"}`;
}

function show(req: Request, res: Response, reply: Reply): void {
  if (reply.code === '10000') res.redirect(302, `/pay/${reply.trade_no}`);
  else
    sendPage(
      res,
      '支付宝：支付失败',
      html`<p>${reply.sub_msg}</p><p class="muted">${reply.sub_code} · ${req.method}</p>`,
    );
}
