import { type Html, html } from '../../html.ts';
import { itemOf } from '../blobs.ts';
import { moment } from '../clock.ts';
import { isOpen } from '../find.ts';
import { operationOf } from '../operations/index.ts';
import type { Request } from '../state.ts';
import type { World } from '../world.ts';
import type { Node } from '../xml.ts';

const STATUS: Record<Request['status'], string> = {
  data_rejected: '数据未通过',
  sms_pending: '待短信核验',
  bureau_review: '待管局审核',
  approved: '已通过',
  refused: '已拒绝',
  closed: '已处理',
};

/** A request's status in words. */
export const badge = ({ status }: Request): Html =>
  html`<span class="badge">${STATUS[status]}</span>`;

/** Buttons for what may be done with an open request. */
export function decisionForms(request: Request): Html {
  if (!isOpen(request)) return html`<small>${request.words}</small>`;
  const id = html`<input type="hidden" name="request_id" value="${request.id}">`;
  const sms =
    request.status === 'sms_pending' &&
    html`<form method="post" action="/decisions">${id}
<button name="sms" value="complete">短信核验通过</button>
<button name="sms" value="failed">核验失败</button>
<button name="sms" value="timeout">核验超时</button></form>`;
  return html`${sms}<form method="post" action="/decisions">${id}
<button name="decision" value="approve">审核通过</button></form>
<form method="post" action="/decisions">${id}
<input name="words" placeholder="拒绝理由" aria-label="拒绝理由">
<input name="codes" placeholder="代码，如 1010 1015" aria-label="原因代码" size="16">
<button name="decision" value="refuse">拒绝</button></form>`;
}

/** One request whole: every field as uploaded, every picture, its codes and the buttons. */
export function requestPage(world: World, request: Request): Html {
  const { word } = operationOf(request.operation);
  return html`<p><a href="/">返回</a> · ${word} · ${badge(request)} · 收到 ${moment(request.received_at)}</p>
${decisionForms(request)}
<ul>${request.codes.map(({ code, words }) => html`<li>${code} ${words}</li>`)}</ul>
<h2>上报内容</h2><table>${rows(world, itemOf(world, request), '')}</table>`;
}

function rows(world: World, node: Node, path: string): Html[] {
  const name = path ? `${path}/${node.name}` : node.name;
  if (node.children.length) return node.children.flatMap((child) => rows(world, child, name));
  const picture = /^blob:([0-9a-f]{64})$/.exec(node.text)?.[1];
  const shown = picture
    ? html`<img class="thumb" src="/pictures/${picture}" alt="${node.name}">`
    : html`${node.text}`;
  return [html`<tr><th>${name}</th><td>${shown}</td></tr>`];
}
