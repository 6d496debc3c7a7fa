import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import type { ProvinceRules } from '../provinces/index.ts';

const HOLDER: Record<ProvinceRules['domain_holder'], string> = {
  unit: '域名证书上的持有者就是主办单位',
  legal_person: '域名证书上的持有者是主办单位或其法定代表人',
  people: '域名证书上的持有者是主办单位、法定代表人、股东或高管',
};

/** What no rule can see and a person has to look at, for this form in this province. */
export function checklist(form: FilingForm, province: ProvinceRules): string[] {
  const individual = form.entity.kind === INDIVIDUAL;
  const own = individual ? ofIndividual() : ofUnit(form, province);
  return [
    ...own,
    '负责人照片与证件是同一人，背景和着装符合要求',
    `核验单内容与填写一致，负责人已签字${individual ? '' : '并加盖公章'}`,
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
