import express, { type Request, type Response, type Router } from 'express';
import { jsonOf } from '../bodies.ts';
import { isBroken, note } from '../calls.ts';
import { addOrder, cancel } from '../deeds.ts';
import { cents, type Gateway, hits, type Order, yuan } from '../state.ts';
import { isWeb, rfc3339 } from '../telling/protocol.ts';
import { objection, sendSigned } from './authorize.ts';
import { findRefund, giveBack } from './refunds.ts';
import { type Answer, refusal } from './refusal.ts';
import { seal } from './sign.ts';
import { transaction } from './transaction.ts';

/** 微信支付 v3, Native: paths, methods and error codes as there. */
export function wechat(gateway: Gateway): Router {
  const router = express.Router();
  const on = (deed: (req: Request) => Answer) => (req: Request, res: Response) =>
    serve(gateway, req, res, deed);
  const number = (req: Request) => String(req.params['number']);
  const trades = '/v3/pay/transactions';
  const refunds = '/v3/refund/domestic/refunds';
  const byNumber = (req: Request) =>
    query(gateway, req, { out_trade_no: number(req), protocol: 'wechat' });
  const byTrade = (req: Request) => query(gateway, req, { trade_no: number(req) });
  const closing = (req: Request) => close(gateway, req, number(req));
  router.post(
    `${trades}/native`,
    on((req) => place(gateway, jsonOf(req) ?? {})),
  );
  router.get(`${trades}/out-trade-no/:number`, on(byNumber));
  router.get(`${trades}/id/:number`, on(byTrade));
  router.post(`${trades}/out-trade-no/:number/close`, on(closing));
  router.post(
    refunds,
    on((req) => giveBack(gateway, jsonOf(req) ?? {})),
  );
  router.get(
    `${refunds}/:number`,
    on((req) => findRefund(gateway, number(req))),
  );
  router.get(
    '/v3/certificates',
    on(() => certificates(gateway)),
  );
  return router;
}

function serve(
  gateway: Gateway,
  req: Request,
  res: Response,
  deed: (req: Request) => Answer,
): void {
  if (isBroken(gateway, res)) return;
  const words = objection(gateway, req);
  const answer = words ? refusal(401, 'SIGN_ERROR', words) : deed(req);
  const { code, message } = (answer.body ?? {}) as Record<string, unknown>; // absent: undefined
  note(gateway, req, code ? `${code} ${message}` : '');
  if (hits(gateway, 'api_lost')) res.socket?.destroy();
  else sendSigned(gateway, req, res, answer);
}

function place(gateway: Gateway, wish: Record<string, unknown>): Answer {
  const words = wrong(gateway, wish);
  if (words) return refusal(400, 'PARAM_ERROR', words);
  const out_trade_no = String(wish['out_trade_no']);
  const { total, currency = 'CNY' } = wish['amount'] as { total: number; currency?: string }; // checked by `wrong`
  const known = gateway.ledger.find({ out_trade_no, protocol: 'wechat' });
  if (known?.status === 'paid' || known?.status === 'refunded')
    return refusal(400, 'ORDERPAID', '该订单已支付');
  if (known && known.status !== 'waiting') return refusal(400, 'ORDER_CLOSED', '该订单已关闭');
  if (known && cents(known.money) !== total)
    return refusal(400, 'INVALID_REQUEST', '201 商户订单号重复，请求参数与首次不一致');
  const order =
    known ??
    addOrder(gateway, {
      protocol: 'wechat',
      out_trade_no,
      type: 'native',
      name: String(wish['description']),
      money: yuan(total),
      currency,
      notify_url: String(wish['notify_url']),
      return_url: '',
      param: typeof wish['attach'] === 'string' ? wish['attach'] : '',
      expires_at: wish['time_expire'] ? Date.parse(String(wish['time_expire'])) : 0,
    });
  return { status: 200, body: { code_url: codeUrl(order) } };
}

/** Not a web address, as there. The desk's scanner, `/scan?text=…`, leads from it to the cashier. */
const codeUrl = ({ trade_no }: Order): string => `weixin://wxpay/bizpayurl?pr=${trade_no}`;

function wrong(gateway: Gateway, wish: Record<string, unknown>): string | undefined {
  const { appid, mchid, description, out_trade_no, notify_url, time_expire } = wish;
  if (mchid !== gateway.mchid) return 'mchid 与签名的商户号不一致';
  if (appid !== gateway.appid) return 'appid 与 mchid 不匹配';
  if (typeof description !== 'string' || !description || description.length > 127)
    return 'description 应为 1 到 127 个字符';
  if (typeof out_trade_no !== 'string' || !/^[\w|*-]{6,32}$/.test(out_trade_no))
    return 'out_trade_no 应为 6 到 32 位的数字、字母和 _-|*';
  if (typeof notify_url !== 'string' || !isWeb(notify_url) || new URL(notify_url).search)
    return 'notify_url 应为不带参数的网址';
  if (!isSafe(notify_url)) return 'notify_url 应为 https';
  if (time_expire !== undefined && !(Date.parse(String(time_expire)) > Date.now()))
    return 'time_expire 应为将来的 RFC 3339 时间';
  const { total, currency = 'CNY' } = (wish['amount'] ?? {}) as Record<string, unknown>; // absent: undefined
  if (!Number.isInteger(total) || Number(total) < 1) return 'amount.total 应为大于 0 的整数（分）';
  return currency === 'CNY' ? undefined : 'amount.currency 只支持 CNY';
}

/** https, except for addresses of this machine: there would be no certificate to try it with. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(127\.|localhost$|\[::1\]$)/.test(hostname);
}

function query(
  gateway: Gateway,
  req: Request,
  numbers: Parameters<Gateway['ledger']['find']>[0],
): Answer {
  if (req.query['mchid'] !== gateway.mchid)
    return refusal(400, 'PARAM_ERROR', 'mchid 与签名的商户号不一致');
  const order = gateway.ledger.find(numbers);
  if (order?.protocol !== 'wechat') return refusal(404, 'ORDER_NOT_EXIST', '订单不存在');
  return { status: 200, body: transaction(gateway, order) };
}

function close(gateway: Gateway, req: Request, out_trade_no: string): Answer {
  if (jsonOf(req)?.['mchid'] !== gateway.mchid)
    return refusal(400, 'PARAM_ERROR', 'mchid 与签名的商户号不一致');
  const order = gateway.ledger.find({ out_trade_no, protocol: 'wechat' });
  if (!order) return refusal(404, 'ORDER_NOT_EXIST', '订单不存在');
  if (order.status === 'cancelled') return { status: 204 };
  if (!cancel(order)) return refusal(400, 'ORDERPAID', '该订单已支付，不能关闭');
  gateway.ledger.save(order);
  return { status: 204 };
}

function certificates({ keys, apiv3_key }: Gateway): Answer {
  const { pem, serial } = keys.wechat_cert;
  const encrypt_certificate = seal(apiv3_key, pem, 'certificate');
  const effective_time = rfc3339(Date.now() - 864e5);
  const expire_time = rfc3339(Date.now() + 3650 * 864e5);
  const data = [{ serial_no: serial, effective_time, expire_time, encrypt_certificate }];
  return { status: 200, body: { data } };
}
