import express, { type Request, type Response, type Router } from 'express';
import { html, sendPage } from '../html.ts';
import { placeOrder, refund } from './orders.ts';
import type { Parameters } from './sign.ts';
import { findOrder, type Gateway, hits, type Order } from './state.ts';

/** Fields of query and form together, texts only; a form field wins. */
export function fieldsOf(req: Request): Parameters {
  const all = Object.entries({ ...req.query, ...(req.body ?? {}) });
  return Object.fromEntries(
    all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** The wire of 易支付 V1: submit.php for browsers, mapi.php and api.php for programs. */
export function wire(gateway: Gateway): Router {
  const router = express.Router();
  router.use(express.urlencoded());
  router.all('/submit.php', (req, res) => {
    const order = placeOrder(gateway, fieldsOf(req));
    if (typeof order !== 'string') res.redirect(302, `/pay/${order.trade_no}`);
    else sendPage(res, '支付失败', html`<p>${order}</p>`);
  });
  router.post('/mapi.php', (req, res) => {
    if (fails(gateway, res)) return;
    const order = placeOrder(gateway, fieldsOf(req));
    const lost = hits(gateway, 'api_lost');
    gateway.store.commit();
    if (lost) res.socket?.destroy();
    else if (typeof order === 'string') res.json({ code: -1, msg: order });
    else {
      const payurl = `${gateway.base()}/pay/${order.trade_no}`;
      res.json({ code: 1, msg: 'success', trade_no: order.trade_no, payurl });
    }
  });
  router.all('/api.php', (req, res) => {
    if (fails(gateway, res)) return;
    const answer = ask(gateway, fieldsOf(req));
    const lost = hits(gateway, 'api_lost');
    gateway.store.commit();
    if (lost) res.socket?.destroy();
    else res.json(answer);
  });
  return router;
}

function fails(gateway: Gateway, res: Response): boolean {
  if (!hits(gateway, 'api_error')) return false;
  gateway.store.commit();
  res.status(500).type('html').send('<html><body>500 Internal Server Error</body></html>');
  return true;
}

/** api.php: the key itself proves who asks. */
function ask(gateway: Gateway, p: Parameters): object {
  if (p['pid'] !== gateway.pid || p['key'] !== gateway.key)
    return { code: -3, msg: '商户密钥错误' };
  const order = findOrder(gateway, p);
  switch (p['act']) {
    case 'order':
      return order ? described(gateway, order) : { code: -1, msg: '订单号不存在' };
    case 'refund': {
      const why = refund(order, p['money'] ?? '');
      return why ? { code: -1, msg: why } : { code: 1, msg: '退款成功' };
    }
    case 'query': {
      const { orders } = gateway.store.state;
      return { code: 1, pid: gateway.pid, active: 1, money: '0.00', orders: orders.length };
    }
    default:
      return { code: -5, msg: 'No Act!' };
  }
}

const moment = (at: number): string =>
  at ? new Date(at + 8 * 36e5).toISOString().slice(0, 19).replace('T', ' ') : '';

function described(gateway: Gateway, order: Order): object {
  const { trade_no, out_trade_no, type, name, money, param, status } = order;
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
    money,
    // 1 paid, 0 not, 2 given back.
    status: status === 'paid' ? 1 : status === 'refunded' ? 2 : 0,
    param,
    buyer: '',
  };
}
