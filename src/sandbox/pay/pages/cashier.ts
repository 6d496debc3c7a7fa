import { type Html, html } from '../../html.ts';
import { ACTS, type Act } from '../acts.ts';
import { type Gateway, type Order, PROTOCOLS, yuan } from '../state.ts';
import { moment } from '../telling/protocol.ts';
import { protocolOf } from '../telling/protocols.ts';

export const STATUS = {
  waiting: '待支付',
  paid: '已支付',
  refunded: '已退款',
  cancelled: '已关闭',
  expired: '已过期',
};

const WRONG: Act[] = ['short', 'over', 'currency', 'twice'];
const SILENT: Act[] = ['silent', 'deaf', 'storm'];
const LIES: Act[] = ['fail', 'forge', 'stranger', 'stale'];

/** The page of one order, for a buyer and for whoever tries things out. */
export function cashier(gateway: Gateway, order: Order): Html {
  const isOpen = !order.paid_at;
  const back = protocolOf(order).back(gateway, order);
  return html`<section class="bill"><p class="name">${order.name}</p>
<p class="sum">${sign(order.currency)}${order.money}</p>
<p><span class="badge ${order.status}">${STATUS[order.status]}</span></p></section>
${isOpen && payForm(order)}
${back && html`<p><a class="button" href="${back}">返回商户</a></p>`}
<dl><dt>收款方式</dt><dd>${PROTOCOLS[order.protocol]} · ${order.type}</dd>
<dt>商户订单</dt><dd>${order.out_trade_no}</dd><dt>平台订单</dt><dd>${order.trade_no}</dd>
${order.coins && html`<dt>应付</dt><dd>${order.coins} ${order.type.split('.')[0]?.toUpperCase()}</dd>`}
<dt>下单时间</dt><dd>${moment(order.created_at)}</dd>
${order.expires_at > 0 && html`<dt>支付期限</dt><dd>${moment(order.expires_at)}</dd>`}
${order.paid_at > 0 && html`<dt>支付时间</dt><dd>${moment(order.paid_at)}</dd><dt>实付</dt><dd>${order.paid_currency} ${yuan(order.paid_cents)}</dd>`}
${order.refunded_cents > 0 && html`<dt>已退款</dt><dd>${yuan(order.refunded_cents)}</dd>`}</dl>
${group('付得不对', isOpen ? possible(order, WRONG) : [])}
${group('支付，但通知出岔子', isOpen ? SILENT : ['storm'])}
${group('没付款，却有通知', possible(order, LIES))}
${order.status === 'waiting' && group('订单', ['expire'])}${order.status === 'paid' && refundForm(order)}
${history(gateway, order)}`;
}

const sign = (currency: string): string => (currency === 'CNY' ? '¥' : `${currency} `);

function payForm({ status }: Order): Html {
  const late =
    status !== 'waiting' && html`<p class="muted">订单${STATUS[status]}，钱仍可能迟到：</p>`;
  return html`<form method="post">${late}<button class="main" name="act" value="pay">${late ? '仍然支付' : '确认支付'}</button>
${status === 'waiting' && html`<button name="act" value="cancel">取消支付</button>`}</form>`;
}

/** What the protocol has no field for cannot be got wrong. */
function possible(order: Order, acts: Act[]): Act[] {
  const { has_currency, has_merchant } = protocolOf(order);
  return acts.filter(
    (as) => (as !== 'currency' || has_currency) && (as !== 'stranger' || has_merchant),
  );
}

/** At the platform's desk, whole or in part; the merchant is not asked. */
const refundForm = (order: Order): Html =>
  html`<h2>平台退款</h2><form method="post"><label>退款金额 <input name="money" inputmode="decimal" required value="${yuan(order.paid_cents - order.refunded_cents)}"></label>
<button name="act" value="refund">${ACTS.refund}</button></form>`;

function group(title: string, acts: Act[]): Html | false {
  if (acts.length === 0) return false;
  return html`<h2>${title}</h2><form method="post" class="acts">${acts.map(
    (as) => html`<button name="act" value="${as}">${ACTS[as]}</button>`,
  )}</form>`;
}

function history({ told }: Gateway, { trade_no }: Order): Html | false {
  const last = told.lastOf(trade_no).toReversed();
  if (last.length === 0) return false;
  return html`<h2>最近的通知</h2><ol class="told">${last.map(
    ({ at, status, answer, taken, ms }) =>
      html`<li><time>${moment(Date.parse(at)).slice(11)}</time> <span class="badge ${taken ? 'paid' : 'cancelled'}">${taken ? '已收下' : '未收下'}</span>
<span class="muted">${status || '没有应答'} · ${ms} 毫秒</span> ${answer && html`<code>${answer.slice(0, 80)}</code>`}</li>`,
  )}</ol>`;
}
