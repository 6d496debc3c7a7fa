import type { FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { ENDING } from '../kinds/names.ts';
import { type Place, rule } from './types.ts';

const isKind = (form: FilingForm, ...kinds: FilingForm['request']['kind'][]) =>
  kinds.includes(form.request.kind);

export const endingReason = rule({
  code: 'ending_reason_missing',
  severity: 'reject',
  message: '请选择原因',
  suggestion: '管局要求写明注销或取消接入的原因',
  broken: (form) =>
    ENDING.includes(form.request.kind) && form.ending.reason === '' ? ['ending.reason'] : [],
});

export const changesSomething = rule({
  code: 'nothing_changed',
  severity: 'reject',
  message: '和管局现有的记录相比没有任何变化',
  suggestion: '请修改要变更的内容；不需要变更就不用提交',
  broken: (form) => (isKind(form, 'change') && changedFields(form).length === 0 ? [''] : []),
});

/** Code 1046: a change moves nobody to another province. */
export const provinceStays = rule({
  code: '1046',
  severity: 'reject',
  message: '变更备案不能换省',
  suggestion: '搬到其他省，请先注销原来的备案，再在新的省首次备案',
  broken: (form) =>
    isKind(form, 'change') &&
    changedFields(form).some(({ path }) => path === 'entity.province_code')
      ? ['entity.province_code']
      : [],
});

export const someMaterial = rule({
  code: 'material_none',
  severity: 'reject',
  message: '请至少上传一张要补交的材料',
  suggestion: '管局或审核员要哪一种，就传到哪一项',
  broken: ({ request, materials }) =>
    request.kind === 'add_material' && !Object.values(materials).some((held) => held.length > 0)
      ? ['materials.other']
      : [],
});

/** What is filed already is named by its number when the bureau's own is not known here. */
export const filedNumbers = rule({
  code: 'icp_number_missing',
  severity: 'reject',
  message: '请填写备案号',
  suggestion: '备案号可在 https://beian.miit.gov.cn 查询',
  broken: (form) => {
    if (!isKind(form, 'add_service', 'add_access')) return [];
    const { request, entity, services } = form;
    const places: Place[] = [];
    if (!request.entity.bureau_id && !request.entity.icp_number)
      places.push(...numberAt('entity.icp_number', entity.icp_number, /^.{1,3}ICP备\d{6,12}号$/i));
    if (request.kind !== 'add_access') return places;
    for (const [n, { icp_number }] of services.entries()) {
      const known = request.services[n];
      if (known?.bureau_id || known?.icp_number) continue;
      const pattern = /^.{1,3}ICP备\d{6,12}号-\d{1,4}[A-Z]?$/i;
      places.push(...numberAt(`services.${n}.icp_number`, icp_number, pattern));
    }
    return places;
  },
});

function numberAt(path: string, typed: string, pattern: RegExp): Place[] {
  if (pattern.test(typed)) return [];
  if (typed === '') return [{ path }];
  const example = path.startsWith('entity') ? '浙ICP备2026000001号' : '浙ICP备2026000001号-1';
  return [{ path, message: `备案号的写法不对，应像“${example}”` }];
}
