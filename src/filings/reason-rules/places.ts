import { SHIPPED_RULES } from '../reasons/index.ts';
import { labelOf } from '../rules/index.ts';

/** Places that the labels of single fields do not name. */
const WHOLE: Readonly<Record<string, string>> = {
  '': '整份备案',
  entity: '主办者整体',
  'services.{service}': '网站整体',
  'services.{service}.leader': '网站负责人整体',
  'services.{service}.access': '接入信息整体',
  'services.{service}.domains': '全部域名',
  materials: '全部材料',
  'materials.entity_licence': '主办单位证件',
  'materials.entity_id_front': '主办者证件',
  'materials.entity_leader_id_front': '主体负责人证件',
  'materials.service_{service}_leader_id_front': '网站负责人证件',
  'materials.service_{service}_leader_photo': '网站负责人照片',
  'materials.verification_form': '核验单',
  'materials.domain_certificate': '域名证书',
  'materials.authorization_letter': '授权书',
  'materials.commitment_letter': '承诺书',
  'materials.residence_permit': '居住证',
  'materials.prior_approval_letter': '不涉及前置审批承诺书',
  'materials.change_proof': '变更证明',
  'materials.other': '其他材料',
};
const MORE = [
  'entity.id_valid_until',
  'entity.investor',
  'entity.remark',
  'services.{service}.leader.name',
];

/** Every place a reason may lie at. */
export const PLACES: readonly string[] = [
  ...new Set([...Object.keys(WHOLE), ...MORE, ...SHIPPED_RULES.flatMap(({ paths }) => paths)]),
].sort();

const known = new Set(PLACES);
export const isPlace = (path: string): boolean => known.has(path);

/** What a place is called: `services.{service}.leader.mobile` → 网站负责人手机号码. */
export function placeInWords(path: string): string {
  return WHOLE[path] ?? labelOf(path.replaceAll(/\{\w+\}/g, '0'));
}

const GROUPS: readonly (readonly [label: string, has: RegExp])[] = [
  ['整体', /^$/],
  ['主体负责人', /^entity\.leader\./],
  ['主办者', /^entity/],
  ['网站负责人', /^services\.\{service\}\.leader/],
  ['网站', /^services/],
  ['材料', /^materials/],
];

/** All places by group, to pick from; the value of the whole filing is '-', since a form sends nothing for ''. */
export function placeGroups(): { label: string; options: { value: string; label: string }[] }[] {
  return GROUPS.map(([label, has], at) => ({
    label,
    options: PLACES.filter(
      (path) => GROUPS.findIndex(([, one]) => one.test(path)) === at && has.test(path),
    ).map((path) => ({ value: path || '-', label: placeInWords(path) })),
  }));
}
