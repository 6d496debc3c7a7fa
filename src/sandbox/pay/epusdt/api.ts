import express, { type Request, type Router } from 'express';
import { jsonOf } from '../bodies.ts';
import { answered } from '../calls.ts';
import { cancel } from '../deeds.ts';
import type { Gateway, Order } from '../state.ts';
import { create, rebuild, STATUS, statusOf, type Wish, wishOf } from './place.ts';
import { contentOf, isSigned } from './sign.ts';

type Fields = Record<string, unknown>;
const done = (data: object) => ({ status_code: 200, message: 'success', data, request_id: '' });
const refused = (status_code: number, message: string) => ({ status_code, message });

/** epusdt: one coin, an order number is used once, the time at which it expires. */
export function epusdt(gateway: Gateway): Router {
  const router = express.Router();
  const found = (req: Request) => gateway.ledger.find({ trade_no: String(req.params['id']) });
  router.post('/api/v1/order/create-transaction', (req, res) =>
    answered(gateway, req, res, () => {
      const wish = readWish(gateway, jsonOf(req), 'epusdt');
      if ('message' in wish) return wish;
      if (gateway.ledger.find({ out_trade_no: wish.order_id, protocol: 'epusdt' }))
        return refused(10002, '支付交易已存在，请勿重复创建');
      const order = create(gateway, wish, 'epusdt');
      const { trade_no: trade_id, out_trade_no: order_id } = order;
      const expiration_time = Math.floor(order.expires_at / 1000);
      const payment_url = `${gateway.base()}/epusdt/pay/checkout-counter/${trade_id}`;
      const [amount, actual_amount] = [Number(order.money), Number(order.coins)];
      const about = { trade_id, order_id, amount, actual_amount, token: WALLET, expiration_time };
      return done({ ...about, payment_url });
    }),
  );
  router.get('/pay/check-status/:id', (req, res) => {
    const order = found(req);
    if (!order) return void res.json(refused(10008, '订单不存在'));
    res.json(done({ trade_id: order.trade_no, status: STATUS[statusOf(order)] }));
  });
  router.get('/pay/checkout-counter/:id', (req, res) => res.redirect(302, `/pay/${req.params.id}`));
  return router;
}

/** BEpusdt: many coins, the same number builds the order anew, seconds that are left, and cancelling. */
export function bepusdt(gateway: Gateway): Router {
  const router = express.Router();
  for (const name of ['create-transaction', 'create-order'] as const) {
    router.post(`/api/v1/order/${name}`, (req, res) =>
      answered(gateway, req, res, () => {
        const wish = readWish(gateway, jsonOf(req), 'bepusdt');
        if ('message' in wish) return wish;
        const known = gateway.ledger.find({ out_trade_no: wish.order_id, protocol: 'bepusdt' });
        const order = known ? rebuild(gateway, known, wish) : create(gateway, wish, 'bepusdt');
        if (!order) return refused(400, '订单创建失败：订单已支付，不能重建');
        return done(described(gateway, order, name === 'create-transaction'));
      }),
    );
  }
  router.post('/api/v1/order/cancel-transaction', (req, res) =>
    answered(gateway, req, res, () => cancelled(gateway, jsonOf(req))),
  );
  router.get('/pay/check-status/:id', (req, res) => {
    const order = gateway.ledger.find({ trade_no: req.params.id });
    if (!order) return void res.json(refused(400, '订单不存在'));
    const return_url = order.status === 'paid' ? order.return_url : '';
    const trade_hash = order.paid_at ? hashOf(order) : '';
    res.json({ trade_id: order.trade_no, trade_hash, status: STATUS[statusOf(order)], return_url });
  });
  for (const page of ['checkout-counter', 'order'])
    router.get(`/pay/${page}/:id`, (req, res) => res.redirect(302, `/pay/${req.params.id}`));
  return router;
}

export const WALLET = 'TNEns8t9jbWENbStkQdVQtHMGpbsYsQjZK';
/** The hash of the transfer in the chain. */
export const hashOf = ({ trade_no }: Order): string =>
  Buffer.from(trade_no).toString('hex').padEnd(64, '0');

function readWish(
  gateway: Gateway,
  body: Fields | undefined,
  protocol: 'epusdt' | 'bepusdt',
): Wish | { status_code: number; message: string } {
  if (!body) return refused(protocol === 'epusdt' ? 10009 : 400, 'json 数据解析错误');
  const unsigned = protocol === 'epusdt' ? 401 : 400;
  if (!body['signature']) return refused(unsigned, '签名丢失');
  if (!isSigned(body, gateway.token))
    return refused(unsigned, `签名错误。应对这段文字加令牌求 MD5（小写）：${contentOf(body)}`);
  const wish = wishOf(body, protocol);
  return typeof wish === 'string' ? refused(400, `请求参数错误：${wish}`) : wish;
}

function described(gateway: Gateway, order: Order, hasCoin: boolean): object {
  const page = hasCoin ? 'checkout-counter' : 'order';
  return {
    fiat: order.currency,
    trade_id: order.trade_no,
    order_id: order.out_trade_no,
    status: STATUS[statusOf(order)],
    amount: String(Number(order.money)),
    ...(hasCoin ? { trade_type: order.type, actual_amount: order.coins, token: WALLET } : {}),
    expiration_time: Math.max(0, Math.floor((order.expires_at - Date.now()) / 1000)),
    payment_url: `${gateway.base()}/bepusdt/pay/${page}/${order.trade_no}`,
  };
}

function cancelled(gateway: Gateway, body: Fields | undefined): object {
  if (!body || !isSigned(body, gateway.token))
    return refused(400, `签名错误。应对这段文字加令牌求 MD5（小写）：${contentOf(body ?? {})}`);
  const order = gateway.ledger.find({ trade_no: String(body['trade_id']) });
  if (order?.protocol !== 'bepusdt') return refused(400, '订单不存在');
  if (order.status !== 'waiting' || !cancel(order))
    return refused(400, `当前订单 ${order.trade_no} 的状态不允许取消`);
  gateway.ledger.save(order);
  return done({ trade_id: order.trade_no });
}
