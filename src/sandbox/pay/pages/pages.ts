import express, { type RequestHandler, type Router } from 'express';
import { html, ownFormsOnly } from '../../html.ts';
import { ACTS, type Act, act } from '../acts.ts';
import { jsonOf, rawOf } from '../bodies.ts';
import { control, FaultForm } from '../control.ts';
import { cents, type Gateway, type Order } from '../state.ts';
import { cashier } from './cashier.ts';
import { desk } from './desk.ts';
import { STYLE, sendPayPage } from './page.ts';

/** The cashier for buyers, the desk, and the JSON interface. */
export function pages(gateway: Gateway): Router {
  const router = express.Router();
  router.use(ownFormsOnly, readBody);
  router.get('/pay.css', (_req, res) => void res.type('css').send(STYLE));
  router.get('/', (_req, res) => sendPayPage(res, '演练支付', desk(gateway), 'wide'));
  router.post('/faults', (req, res) => {
    gateway.store.state.faults.push(FaultForm.parse(req.body));
    gateway.store.commit();
    res.redirect(303, '/');
  });
  router.get('/scan', (req, res) => {
    const order = scanned(gateway, String(req.query['text'] ?? ''));
    if (order) res.redirect(303, `/pay/${order.trade_no}`);
    else
      sendPayPage(res.status(404), '没有这个订单', html`<p>二维码不是本网关的，或订单不存在。</p>`);
  });
  router.get('/pay/:trade_no', (req, res) => {
    const order = gateway.ledger.find(req.params);
    if (!order)
      return sendPayPage(res.status(404), '没有这个订单', html`<p>请回到商户页面重新支付。</p>`);
    see(gateway, order);
    sendPayPage(res, '演练收银台', cashier(gateway, order));
  });
  router.post('/pay/:trade_no', async (req, res) => {
    const order = gateway.ledger.find(req.params);
    const as = req.body?.act;
    const part = req.body?.money ? { cents: cents(req.body.money) } : {};
    if (order && isAct(as)) await atMost(1500, act(gateway, order, as, part).answers);
    res.redirect(303, `/pay/${encodeURIComponent(req.params.trade_no)}`);
  });
  router.use('/_control', control(gateway));
  return router;
}

const isAct = (as: unknown): as is Act => typeof as === 'string' && Object.hasOwn(ACTS, as);

/** So that the page shows what the shop answered, when it answers soon. */
const atMost = (ms: number, answers: Promise<unknown>): Promise<unknown> =>
  Promise.race([answers, new Promise((done) => setTimeout(done, ms))]);

/** Whoever opens the cashier has scanned the code. */
function see({ ledger }: Gateway, order: Order): void {
  if (order.seen_at) return;
  order.seen_at = Date.now();
  ledger.save(order);
}

/** The order behind a QR code's text, or behind either number. */
function scanned({ ledger }: Gateway, text: string): Order | undefined {
  const [trade_no = ''] = /\d{20}(?!.*\d{20})/.exec(text) ?? [];
  return ledger.find({ trade_no }) ?? ledger.find({ out_trade_no: text.trim() });
}

/** The body was kept as bytes for the wire; here it is JSON or a form. */
const readBody: RequestHandler = (req, _res, next) => {
  const isJson = req.is('application/json');
  if (isJson && rawOf(req) && !jsonOf(req)) return next(new Error('请求不是 JSON 对象'));
  req.body = isJson ? (jsonOf(req) ?? {}) : Object.fromEntries(new URLSearchParams(rawOf(req)));
  next();
};
