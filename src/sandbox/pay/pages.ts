import express, { type Router } from 'express';
import { z } from 'zod';
import { type Html, html, ownFormsOnly, sendPage, style } from '../html.ts';
import { notifications, paidFields, tell } from './notify.ts';
import { markPaid } from './orders.ts';
import { FAULTS, type FaultKind, findOrder, type Gateway, type Order } from './state.ts';

const SHOWN = 100;
const STATUS = { waiting: '待支付', paid: '已支付', refunded: '已退款', cancelled: '已取消' };
const kinds = Object.keys(FAULTS);
const FaultForm = z.object({
  kind: z.string().refine((kind): kind is FaultKind => kinds.includes(kind), '没有这种故障'),
  times: z.coerce.number().int().min(1).default(1),
});

/** The pay page for customers, the desk, and the JSON interface. */
export function pages(gateway: Gateway): Router {
  const router = express.Router();
  router.use(ownFormsOnly, express.json(), express.urlencoded());
  router.get('/sandbox.css', style);
  router.get('/', (_req, res) => sendPage(res, '演练支付', desk(gateway)));
  router.post('/faults', (req, res) => {
    addFault(gateway, req.body);
    res.redirect(303, '/');
  });
  router.get('/pay/:trade_no', (req, res) => {
    const order = findOrder(gateway, req.params);
    if (order) sendPage(res, '演练收银台', payPage(gateway, order));
    else sendPage(res.status(404), '没有这个订单', html`<p>请回到商户页面重新支付。</p>`);
  });
  router.post('/pay/:trade_no', (req, res) => {
    settle(gateway, findOrder(gateway, req.params), req.body?.act === 'cancel');
    res.redirect(303, `/pay/${encodeURIComponent(req.params.trade_no)}`);
  });
  addControl(router, gateway);
  return router;
}

function settle(gateway: Gateway, order: Order | undefined, cancelling: boolean): boolean {
  if (!order) return false;
  const waiting = order.status === 'waiting';
  if (cancelling && waiting) order.status = 'cancelled';
  const done = cancelling ? waiting : markPaid(order);
  gateway.store.commit();
  return done;
}

function addFault(gateway: Gateway, input: unknown): void {
  gateway.store.state.faults.push(FaultForm.parse(input));
  gateway.store.commit();
}

function addControl(router: Router, gateway: Gateway): void {
  const { state } = gateway.store;
  router.get('/_control/orders', (_req, res) => {
    res.json(state.orders);
  });
  router.get('/_control/notifications', (_req, res) => {
    res.json(notifications(gateway));
  });
  router.get('/_control/gateway-file', (_req, res) => {
    res.json({ gateway: gateway.base(), pid: gateway.pid, key: gateway.key });
  });
  router.post('/_control/fault', (req, res) => {
    addFault(gateway, req.body);
    res.json({ done: true });
  });
  // Paying is possible after cancelling too: money that comes late is a case to be tested.
  router.post('/_control/pay', (req, res) => {
    res.json({ done: settle(gateway, findOrder(gateway, req.body), false) });
  });
  router.post('/_control/cancel', (req, res) => {
    res.json({ done: settle(gateway, findOrder(gateway, req.body), true) });
  });
  router.post('/_control/notify', async (req, res) => {
    const order = findOrder(gateway, req.body);
    if (order) await tell(gateway, order, paidFields(gateway, order));
    res.json({ done: Boolean(order) });
  });
}

function payPage(gateway: Gateway, order: Order): Html {
  const { name, money, status, return_url, out_trade_no } = order;
  return html`<p>${name}</p><p><strong>¥${money}</strong> · 商户订单 ${out_trade_no} · <span class="badge">${STATUS[status]}</span></p>
${
  status === 'waiting' &&
  html`<form method="post"><button name="act" value="pay">确认支付</button><button name="act" value="cancel">取消支付</button></form>`
}
${return_url && html`<p><a href="${back(gateway, order)}">返回商户</a></p>`}`;
}

/** return_url, with the signed result when it is paid. */
function back(gateway: Gateway, order: Order): string {
  const url = new URL(order.return_url);
  if (order.status !== 'paid') return url.href;
  for (const [name, value] of Object.entries(paidFields(gateway, order))) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

function desk({ store, pid, key, base }: Gateway): Html {
  const shown = store.state.orders.slice(-SHOWN).reverse();
  return html`<p>网关地址 ${base()} · 商户号 ${pid} · 密钥 ${key} <a href="/">刷新</a></p>
<table>${shown.map(
    (
      o,
    ) => html`<tr><td><a href="/pay/${o.trade_no}">${o.out_trade_no}</a></td><td>${o.name}</td><td>¥${o.money}</td>
<td><span class="badge">${STATUS[o.status]}</span></td><td>通知 ${o.attempts} 次${o.taken ? '，已收下' : ''}</td></tr>`,
  )}</table>
<h2>故障</h2><form method="post" action="/faults"><select name="kind" aria-label="故障">${Object.entries(
    FAULTS,
  ).map(([kind, words]) => html`<option value="${kind}">${words}</option>`)}</select>
接下来 <input name="times" value="1" size="3" aria-label="次数"> 次<button>加上</button>
<span class="muted">${store.state.faults.map((f) => `${FAULTS[f.kind]} ${f.times} 次`).join('、')}</span></form>`;
}
