import { type Html, html } from '../../html.ts';
import type { CallLog } from '../calls.ts';
import { moment } from '../clock.ts';
import { bureauFile } from '../control.ts';
import { FAULTS } from '../faults.ts';
import { SERVICES } from '../methods.ts';
import { operationOf } from '../operations/index.ts';
import type { Request } from '../state.ts';
import type { World } from '../world.ts';
import { noticeForm } from './notice-form.ts';
import { badge, decisionForms } from './request.ts';

const SHOWN = 50;

/** The whole desk on one page, newest first. */
export function overview(world: World, log: CallLog, base: string): Html {
  const { state } = world;
  return html`${clock(world)}
<h2>备案申请（${state.requests.length}）</h2>${requestTable(state.requests)}
<h2>已备案（${state.entities.filter((e) => !e.cancelled).length}）</h2>${entityTable(world)}
<h2>下发通知</h2>${noticeForm(world)}
<h2>下发队列</h2>${downloadTable(world)}
<h2>故障</h2>${faultForms(world)}
<h2>上报文件（${state.uploads.length}）</h2>${uploadTable(world)}
<h2>接口调用</h2>${callTable(log)}
<h2>接入参数</h2><pre>${JSON.stringify(bureauFile(world, base), null, 2)}</pre>`;
}

const option = (value: string, chosen: string, words: string): Html =>
  value === chosen
    ? html`<option value="${value}" selected>${words}</option>`
    : html`<option value="${value}">${words}</option>`;

function clock({ state, now }: World): Html {
  const { auto, sms, window, maintenance, queue_full } = state;
  return html`<p>演练时间 <strong>${moment(now())}</strong>（${state.clock.speed} 倍速） <a href="/">刷新</a></p>
<form method="post" action="/clock"><input name="speed" value="${state.clock.speed}" size="6" aria-label="倍速"> 倍速
<select name="ahead" aria-label="快进"><option value="0">不快进</option><option value="1h">快进 1 小时</option><option value="25h">快进 25 小时</option><option value="20d">快进 20 天</option></select><button>设定</button></form>
<form method="post" action="/settings">
<select name="auto" aria-label="审核">${option('manual', auto, '人工审核')}${option('approve', auto, '自动通过')}${option('refuse', auto, '自动拒绝')}</select>
<select name="sms" aria-label="短信核验">${option('manual', sms, '人工完成短信核验')}${option('auto', sms, '自动完成短信核验')}</select>
<input name="window" value="${window}" placeholder="报备时段 09:00-17:30" aria-label="报备时段">
<label><input type="checkbox" name="maintenance" ${maintenance && html`checked`}> 维护中</label>
<label><input type="checkbox" name="queue_full" ${queue_full && html`checked`}> 队列已满</label>
<button>设定</button></form>`;
}

function requestTable(requests: Request[]): Html {
  const shown = requests.slice(-SHOWN).reverse();
  return html`<table>${shown.map(
    (request) => html`<tr><td><a href="/requests/${request.id}">${request.id}</a></td>
<td>${operationOf(request.operation).word}<br>${request.label}</td><td>${badge(request)}<br><small>${request.codes
      .map(({ code }) => code)
      .join(' ')}</small></td><td>${decisionForms(request)}</td></tr>`,
  )}</table>`;
}

function entityTable({ state }: World): Html {
  const filed = state.entities
    .filter((entity) => !entity.cancelled)
    .slice(-SHOWN)
    .reverse();
  return html`<table>${filed.map(
    ({ fields, sites, password }) => html`<tr><td>${fields['Baxh']}</td><td>${fields['Dwmc']}</td>
<td>${sites
      .filter((site) => !site.cancelled)
      .map((site) => `${site.fields['Wzmc']} ${site.domains.map(({ Ym }) => Ym).join(' ')}`)
      .join('；')}</td><td><small>备案密码 ${password}</small></td></tr>`,
  )}</table>`;
}

function downloadTable({ state }: World): Html {
  const shown = state.downloads.slice(-SHOWN).reverse();
  return html`<table>${shown.map(
    (
      file,
    ) => html`<tr><td><a href="/_control/downloads/${file.name}">${file.name}</a></td><td>${file.kind}</td>
<td>下发 ${file.deliveries} 次</td><td>${file.acked_at ? `已确认 ${moment(file.acked_at)}` : '待确认'}</td></tr>`,
  )}</table>`;
}

function faultForms({ state }: World): Html {
  const methods = SERVICES.flatMap((service) => Object.keys(service.methods));
  return html`<form method="post" action="/faults">
<select name="kind" aria-label="故障">${Object.entries(FAULTS).map(
    ([kind, words]) => html`<option value="${kind}">${words}</option>`,
  )}</select>
<select name="method" aria-label="方法"><option value="*">所有方法</option>${methods.map(
    (method) => html`<option>${method}</option>`,
  )}</select>
接下来 <input name="times" value="1" size="3" aria-label="次数"> 次
<input name="ms" value="2000" size="6" aria-label="毫秒"> 毫秒
代码 <input name="code" value="999" size="4" aria-label="代码"><button>加上</button></form>
<form method="post" action="/faults/clear"><button>清除全部故障</button>
<span class="muted">${state.faults
    .map((f) => `${FAULTS[f.kind]}（${f.method}，剩 ${f.times} 次）`)
    .join('、')}</span></form>`;
}

function uploadTable({ state }: World): Html {
  const shown = state.uploads.slice(-SHOWN).reverse();
  return html`<table>${shown.map(
    (
      file,
    ) => html`<tr><td>序号 <a href="/_control/uploads/${file.sequence}?isp_id=${file.isp_id}">${file.sequence}</a></td>
<td>${file.file_name}</td><td>${file.bytes} 字节</td><td>${moment(file.accepted_at)}</td>
<td>${file.status === 'checked' ? '已处理' : '待处理'} ${file.codes.join(' ')}</td></tr>`,
  )}</table>`;
}

function callTable(log: CallLog): Html {
  const shown = log.recent().slice(-SHOWN).reverse();
  return html`<table>${shown.map(
    (
      call,
    ) => html`<tr><td>${call.n}</td><td>${moment(Date.parse(call.at)).slice(11)}</td><td>${call.method} ${call.data_sequence}</td>
<td>${call.msg_code ?? '—'}</td><td>${call.note} ${call.fault} ${call.answered ? '' : '（应答未送达）'}</td><td>${call.ms} ms</td></tr>`,
  )}</table>`;
}
