import { type Html, html } from '../../html.ts';
import { NOTICES } from '../emit/notices.ts';
import { findEntity } from '../find.ts';
import type { Fields } from '../state.ts';
import type { World } from '../world.ts';

/** One small form for every kind of notice; what a kind has no use for is left alone. */
export function noticeForm(world: World): Html {
  const filed = world.state.entities.filter((entity) => !entity.cancelled);
  return html`<form method="post" action="/notices">
<select name="kind" aria-label="类型">${[...Object.entries(NOTICES), ['ZXSJ', '注销主体']].map(
    ([kind, name]) => html`<option value="${kind}">${name}（${kind}）</option>`,
  )}</select>
<select name="record" aria-label="备案"><option value="">不针对备案</option>${filed.map(
    ({ fields }) =>
      html`<option value="${fields['Ztid']}">${fields['Baxh']} ${fields['Dwmc']}</option>`,
  )}</select>
<input name="domain" placeholder="域名" aria-label="域名">
<input name="ip" placeholder="IP，如 203.0.113.9" aria-label="IP">
<input name="words" placeholder="内容" aria-label="内容">
<button>下发</button></form>`;
}

/** The item that a filled form stands for, in wire names. Missing parts get examples. */
export function noticeItems(world: World, kind: string, form: Record<string, string>): Fields[] {
  const entity = findEntity(world, { id: form['record'] ?? '' });
  const site = entity?.sites[0]?.fields;
  const domain = form['domain'] || entity?.sites[0]?.domains[0]?.['Ym'] || 'example.cn';
  const ip = form['ip'] || '203.0.113.9';
  const words = form['words'] || '请核实备案信息并在规定时间内整改';
  const marks = { Wzid: site?.['Wzid'] ?? '1', Wz_Baxh: site?.['Baxh'] ?? '备案号未知' };
  const items: Record<string, Fields> = {
    XGTZ: {
      Tzlb: '0',
      Tznr: words,
      ...(entity ? { Baxh: entity.fields['Baxh'] ?? '', Jlid: entity.fields['Ztid'] ?? '' } : {}),
    },
    HCJG: { part: 'Jrhc', ...marks, Ym: domain, Jxip: ip, Hcjg: '2' },
    WBAWZLB: { Wzym_mc: domain, IP: ip },
    HMDLB: { Wzmc: words, Ym: domain },
    FFJRHMD: { Ym: domain, Ip: ip },
    HSRW: { Ztid: form['record'] ?? '' },
    'IP.HCJG': { part: 'Wb', Qsip: ip, Zzip: ip, Wblx: '2', Bz: words },
  };
  return items[kind] ? [items[kind]] : [];
}
