import express, { type Router } from 'express';
import { html, sendPage } from '../../html.ts';
import { fieldsOf, type Parameters } from '../bodies.ts';
import { answered, noted } from '../calls.ts';
import { refund } from '../deeds.ts';
import { cents, type Gateway, hits, type Order, paidCents, yuan } from '../state.ts';
import { moment } from '../telling/protocol.ts';
import { place, statusOf } from './place.ts';
import { contentOf, isMd5Signed } from './sign.ts';

/** 易支付 V1: submit.php for browsers, mapi.php and api.php for programs. */
export function epayV1(gateway: Gateway): Router {
  const router = express.Router();
  router.all('/submit.php', (req, res) => {
    const order = taken(gateway, fieldsOf(req));
    noted(gateway, req, order);
    if (typeof order !== 'string') res.redirect(302, `/pay/${order.trade_no}`);
    else sendPage(res, '支付失败', html`<p>${order}</p>`);
  });
  router.post('/mapi.php', (req, res) =>
    answered(gateway, req, res, () => {
      const order = taken(gateway, fieldsOf(req));
      if (typeof order === 'string') return { code: -1, msg: order };
      const payurl = `${gateway.base()}/pay/${order.trade_no}`;
      return { code: 1, msg: 'success', trade_no: order.trade_no, payurl };
    }),
  );
  router.all('/api.php', (req, res) =>
    answered(gateway, req, res, () => ask(gateway, fieldsOf(req))),
  );
  return router;
}

function taken(gateway: Gateway, p: Parameters): Order | string {
  if (p['pid'] !== gateway.pid) return '商户ID不存在';
  if (!isMd5Signed(p, gateway.key))
    return `签名校验失败，请返回重试！应对这段文字加密钥求 MD5（小写）：${contentOf(p)}`;
  return place(gateway, p, 'epay');
}

/** api.php: the key itself proves who asks. */
function ask(gateway: Gateway, p: Parameters): object {
  if (p['pid'] !== gateway.pid || p['key'] !== gateway.key)
    return { code: -3, msg: '商户密钥错误' };
  const { trade_no, out_trade_no } = p;
  const order = gateway.ledger.find({ trade_no, out_trade_no, protocol: 'epay' });
  switch (p['act']) {
    case 'order':
      return order ? described(gateway, order) : { code: -1, msg: '订单号不存在' };
    case 'refund': {
      if (!order) return { code: -1, msg: '订单号不存在' };
      if (hits(gateway, 'refund_fails')) return { code: -1, msg: '退款失败，通道余额不足' };
      const made = refund(gateway, order, { cents: cents(p['money'] ?? '') });
      return typeof made === 'string' ? { code: -1, msg: made } : { code: 1, msg: '退款成功' };
    }
    case 'query': {
      const orders = gateway.ledger.all().length;
      return { code: 1, pid: gateway.pid, active: 1, money: '0.00', orders };
    }
    default:
      return { code: -5, msg: 'No Act!' };
  }
}

function described(gateway: Gateway, order: Order): object {
  const { trade_no, out_trade_no, type, name, param } = order;
  return {
    code: 1,
    msg: '查询订单号成功！',
    trade_no,
    out_trade_no,
    api_trade_no: '',
    type,
    pid: gateway.pid,
    addtime: moment(order.created_at),
    endtime: moment(order.paid_at),
    name,
    money: yuan(paidCents(order)),
    status: statusOf(order),
    param,
    buyer: '',
  };
}
