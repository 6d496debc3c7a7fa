import express, { type Router } from 'express';
import { html, sendPage } from '../../html.ts';
import { fieldsOf, type Parameters } from '../bodies.ts';
import { answered, noted } from '../calls.ts';
import { cancel, refund } from '../deeds.ts';
import { cents, type Gateway, hits, type Order, paidCents, type Refund, yuan } from '../state.ts';
import { moment } from '../telling/protocol.ts';
import { place, statusOf } from './place.ts';
import { contentOfV2, isRsaSigned, rsaOf } from './sign.ts';

/** A request may be this old, or this much ahead. */
const SKEW_S = 300;

type Fields = Record<string, string | number>;
type Deed = (gateway: Gateway, p: Parameters) => Fields | string;

/** 易支付 V2: the same fields, signed both ways with RSA. Failures come without a signature, as there. */
export function epayV2(gateway: Gateway): Router {
  const router = express.Router();
  router.all('/api/pay/submit', (req, res) => {
    const p = fieldsOf(req);
    const order = objection(gateway, p) ?? place(gateway, p, 'epay2');
    noted(gateway, req, order);
    if (typeof order !== 'string') res.redirect(302, `/pay/${order.trade_no}`);
    else sendPage(res, '支付失败', html`<p>${order}</p>`);
  });
  const deeds = { create, query, refund: giveBack, refundquery: findRefund, close };
  for (const [name, deed] of Object.entries<Deed>(deeds)) {
    router.post(`/api/pay/${name}`, (req, res) =>
      answered(gateway, req, res, () => {
        const p = fieldsOf(req);
        const done = objection(gateway, p) ?? deed(gateway, p);
        return typeof done === 'string' ? { code: -1, msg: done } : signed(gateway, done);
      }),
    );
  }
  return router;
}

function objection(gateway: Gateway, p: Parameters): string | undefined {
  if (p['pid'] !== gateway.pid) return '商户ID不存在';
  if (p['sign_type'] !== 'RSA') return '签名类型（sign_type）只能是 RSA';
  const away = Math.abs(Date.now() / 1000 - Number(p['timestamp'] ?? Number.NaN));
  if (!(away <= SKEW_S)) return '时间戳（timestamp）不正确，应是当前的秒数';
  if (isRsaSigned(p, gateway.keys.epay_merchant.public_key)) return undefined;
  return `RSA签名校验失败。应对这段文字用商户私钥签名（SHA-256，PKCS#1 v1.5）：${contentOfV2(p)}`;
}

function signed(gateway: Gateway, done: Fields): object {
  const fields = { code: 0, ...done, timestamp: `${Math.floor(Date.now() / 1000)}` };
  const texts = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, String(v)]));
  return { ...fields, sign: rsaOf(texts, gateway.keys.epay.private_key), sign_type: 'RSA' };
}

function create(gateway: Gateway, p: Parameters): Fields | string {
  if (!p['type']) return '支付方式（type）不能为空';
  if (!p['method']) return '接口类型（method）不能为空';
  if (!p['clientip']) return '用户 IP（clientip）不能为空';
  const order = place(gateway, p, 'epay2');
  if (typeof order === 'string') return order;
  const pay_type = p['method'] === 'scan' || p['device'] === 'qrcode' ? 'qrcode' : 'jump';
  const pay_info = `${gateway.base()}/pay/${order.trade_no}`;
  return { trade_no: order.trade_no, pay_type, pay_info };
}

const orderOf = (gateway: Gateway, { trade_no, out_trade_no }: Parameters): Order | undefined =>
  gateway.ledger.find({ trade_no, out_trade_no, protocol: 'epay2' });

function query(gateway: Gateway, p: Parameters): Fields | string {
  const order = orderOf(gateway, p);
  if (!order) return '订单号不存在';
  const { trade_no, out_trade_no, type, name, param } = order;
  return {
    msg: 'succ',
    trade_no,
    out_trade_no,
    api_trade_no: order.paid_at ? `4200${trade_no}` : '',
    type,
    status: statusOf(order),
    pid: gateway.pid,
    addtime: moment(order.created_at),
    endtime: moment(order.paid_at),
    name,
    money: yuan(paidCents(order)),
    refundmoney: yuan(order.refunded_cents),
    param,
    buyer: '',
    clientip: '',
  };
}

function giveBack(gateway: Gateway, p: Parameters): Fields | string {
  const order = orderOf(gateway, p);
  if (!order) return '订单号不存在';
  if (hits(gateway, 'refund_fails')) return '退款失败，通道余额不足';
  const { out_refund_no } = p;
  const wish = { cents: cents(p['money'] ?? ''), ...(out_refund_no ? { out_refund_no } : {}) };
  const made = refund(gateway, order, wish);
  return typeof made === 'string' ? made : { msg: '退款成功', ...about(order, made) };
}

function findRefund(gateway: Gateway, p: Parameters): Fields | string {
  for (const order of gateway.ledger.all()) {
    const made = order.refunds.find(
      ({ refund_no, out_refund_no }) =>
        refund_no === p['refund_no'] || out_refund_no === p['out_refund_no'],
    );
    if (made && order.protocol.startsWith('epay'))
      return { ...about(order, made), status: made.status === 'failed' ? 0 : 1 };
  }
  return '退款订单号不存在';
}

const about = (order: Order, made: Refund): Fields => ({
  refund_no: made.refund_no,
  out_refund_no: made.out_refund_no,
  trade_no: order.trade_no,
  out_trade_no: order.out_trade_no,
  money: yuan(made.cents),
  reducemoney: yuan(made.cents),
});

function close(gateway: Gateway, p: Parameters): Fields | string {
  const order = orderOf(gateway, p);
  if (!order) return '订单号不存在';
  if (!cancel(order)) return '订单已支付，不能关闭';
  gateway.ledger.save(order);
  return { msg: '订单已关闭' };
}
