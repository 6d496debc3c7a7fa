import type { FilingForm } from '../forms.ts';
import type { FilingKind } from '../kinds/names.ts';
import { type Material, type Section, selectOf, textField } from './controls.ts';

/** What goes, and what comes of it. */
const CONSEQUENCES: Partial<Record<FilingKind, { title: string; note: string }>> = {
  cancel_entity: {
    title: '要注销的主体',
    note: '注销后，主体和名下全部网站的备案号作废，不能恢复；网站须停止访问。以后再办要重新首次备案。',
  },
  cancel_service: {
    title: '要注销的网站',
    note: '注销后网站须停止访问，备案号作废，不能恢复。主体和其他网站不受影响。',
  },
  drop_access: {
    title: '要取消接入的网站',
    note: '取消后我们不再为这个网站提供接入。备案号保留，网站须已经迁到另一家接入商。',
  },
};

/** The page of a request to end something: what goes, why, and what comes of it. */
export function endingSections({ form, codes }: Material): Section[] {
  const { title, note } = CONSEQUENCES[form.request.kind] ?? { title: '', note: '' };
  const { reason, remark } = form.ending;
  const controls = [
    textField('ending.reason', reason, {
      ...{ label: '原因', required: true, type: 'select', wide: true },
      options: selectOf(codes['cancel_reasons']),
    }),
    textField('ending.remark', remark, {
      ...{ label: '说明', type: 'textarea', rows: 2, wide: true, maxlength: 500 },
      hint: '想让审核员知道的，写在这里',
    }),
  ];
  return [
    { id: 'target', title, note, controls: [], acts: [], facts: targetFacts(form) },
    { id: 'ending', title: '为什么', note: null, controls, acts: [] },
  ];
}

/** In words, what it is that goes; the numbers are public. */
export function targetFacts({ entity, services, request }: FilingForm) {
  const sites = services.map((service, at) => ({
    label: services.length > 1 ? `网站 ${at + 1}` : '网站',
    value: [service.name, service.domains.join('、'), request.services[at]?.icp_number ?? '']
      .filter(Boolean)
      .join(' · '),
  }));
  const { icp_number } = request.entity;
  return [
    { label: '主体', value: [entity.name, icp_number].filter(Boolean).join(' · ') },
    ...sites,
  ];
}
