import { type Html, html } from '../../html.ts';
import { type Call, calls } from '../calls.ts';
import { FAULTS, type Gateway, type Order, PROTOCOLS } from '../state.ts';
import { moment } from '../telling/protocol.ts';
import { STATUS } from './cashier.ts';

const SHOWN = 100;

/** The first page: orders, what can go wrong, and what the shop asked for in vain. */
export function desk(gateway: Gateway): Html {
  const all = gateway.ledger.all();
  const refused = calls(gateway)
    .filter(({ refusal }) => refusal)
    .slice(-10)
    .reverse();
  return html`<p>网关地址 <code>${gateway.base()}</code> · <a href="/_control/gateway-file">各协议的密钥和证书</a> · <a href="/">刷新</a></p>
<form method="get" action="/scan"><label>扫码：粘贴二维码内容或订单号 <input name="text" required></label><button>打开收银台</button></form>
<h2>订单 ${all.length} 个</h2>
${all.length ? orders(all.slice(-SHOWN).reverse()) : html`<p class="muted">还没有订单。在商店下单后会出现在这里。</p>`}
<h2>故障</h2>${faults(gateway)}
${refused.length > 0 && html`<h2>拒绝的请求</h2>${refusals(refused)}`}`;
}

function orders(shown: Order[]): Html {
  return html`<div class="scroll"><table><thead><tr><th>商户订单</th><th>状态</th><th>金额</th><th>商品</th><th>协议</th><th>通知</th></tr></thead><tbody>${shown.map(
    (
      o,
    ) => html`<tr><td><a href="/pay/${o.trade_no}">${o.out_trade_no}</a></td><td><span class="badge ${o.status}">${STATUS[o.status]}</span></td>
<td>${o.money}</td><td>${o.name}</td><td>${PROTOCOLS[o.protocol]}</td><td>${told(o)}</td></tr>`,
  )}</tbody></table></div>`;
}

const told = ({ attempts, taken }: Order): string =>
  attempts ? `${attempts} 次${taken ? '，已收下' : ''}` : '—';

function faults({ store }: Gateway): Html {
  const set = store.state.faults.map((f) => `${FAULTS[f.kind]} ${f.times} 次`).join('、');
  return html`<form method="post" action="/faults"><select name="kind" aria-label="故障">${Object.entries(
    FAULTS,
  ).map(([kind, words]) => html`<option value="${kind}">${words}</option>`)}</select>
<label>接下来 <input name="times" value="1" inputmode="numeric" size="3"> 次</label><button>加上</button></form>
<p class="muted">${set || '没有故障。'}</p>`;
}

const refusals = (refused: Call[]): Html =>
  html`<ol class="told">${refused.map(
    ({ at, method, path, refusal }) =>
      html`<li><time>${moment(Date.parse(at)).slice(11)}</time> <code>${method} ${path}</code> ${refusal}</li>`,
  )}</ol>`;
