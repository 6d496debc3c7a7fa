import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import type { FilingKind } from '../kinds/names.ts';
import type { ProvinceRules } from '../provinces/index.ts';

const HOLDER: Record<ProvinceRules['domain_holder'], string> = {
  unit: '域名证书上的持有者就是主办单位',
  legal_person: '域名证书上的持有者是主办单位或其法定代表人',
  people: '域名证书上的持有者是主办单位、法定代表人、股东或高管',
};

/** What no rule can see and a person has to look at, for this form in this province. */
export function checklist(form: FilingForm, province: ProvinceRules): string[] {
  const { kind } = form.request;
  const own = OWN_POINTS[kind];
  if (own) return [...own];
  return kind === 'change' ? ofChange(form, province) : ofRecord(form, province);
}

const SAME_PERSON = '申请人就是主办者：已与主体负责人核实，确认是他提出的';
const REASON = '原因与实际情况相符';

/** Of what is to go, and of single pictures, little is left to look at. */
const OWN_POINTS: Partial<Record<FilingKind, readonly string[]>> = {
  cancel_entity: [SAME_PERSON, REASON, '主办者知道名下全部网站会一起注销，备案号不能恢复'],
  cancel_service: [SAME_PERSON, REASON, '主办者知道网站须停止访问，备案号不能恢复'],
  drop_access: [REASON, '网站已由别的接入商提供服务，取消后不会成为空壳'],
  add_material: ['图片清楚完整，与所在的位置相符', '是管局或我们要的那一种'],
};

const PHOTO = '负责人照片与证件是同一人，背景和着装符合要求';
const signed = (individual: boolean) =>
  `核验单内容与填写一致，负责人已签字${individual ? '' : '并加盖公章'}`;

/** Only what is proved anew. */
function ofChange({ entity, materials }: FilingForm, province: ProvinceRules): string[] {
  const has = (pattern: RegExp) =>
    Object.entries(materials).some(([slot, held]) => pattern.test(slot) && held.length > 0);
  return [
    '变更后的内容与新的证件、证书或证明一致',
    ...(has(/_leader_photo$/) ? [PHOTO] : []),
    ...(has(/^verification_form$/) ? [signed(entity.kind === INDIVIDUAL)] : []),
    ...province.notes,
  ];
}

function ofRecord(form: FilingForm, province: ProvinceRules): string[] {
  const individual = form.entity.kind === INDIVIDUAL;
  const own = individual ? ofIndividual() : ofUnit(form, province);
  return [
    ...own,
    ...[PHOTO, signed(individual)],
    ...(province.foreign_registrar_banned ? ['域名在境内注册商注册'] : []),
    ...(province.one_entity_per_person ? ['负责人没有同时担任其他主办者的负责人'] : []),
    ...province.notes,
  ];
}

function ofIndividual(): string[] {
  return ['域名证书上的持有者就是主办者本人'];
}

function ofUnit(form: FilingForm, province: ProvinceRules): string[] {
  const must = province.unit_leader_must_be_legal_person;
  const others = form.services.some(({ leader_same }) => !leader_same);
  return [
    must
      ? '主体负责人就是证件上的法定代表人'
      : '主体负责人是证件上的法定代表人，或有法定代表人签章的授权书',
    ...(others && province.service_leader_letter ? ['网站负责人有授权书'] : []),
    HOLDER[province.domain_holder],
  ];
}
