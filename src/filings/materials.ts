import { type FilingForm, INDIVIDUAL, type PersonForm } from './forms.ts';
import { changedFields, changedParts } from './kinds/changes.ts';
import { ENDING } from './kinds/names.ts';
import type { ProvinceRules } from './provinces/index.ts';
import { outOfProvince } from './rules/household.ts';

/** One thing to be handed in: where it is kept, what it is called, why it is asked for and how it must look. */
export interface Material {
  slot: string;
  label: string;
  why: string;
  hint: string;
  required: boolean;
  /** `photo`: of the thing itself, in colour; `scan`: a signed and sealed paper, photographed or scanned. */
  accept: 'photo' | 'scan';
  multiple: boolean;
}

const CARD_HINT = '原件彩色拍照，四角完整、不反光、不隔屏拍摄；正反面分开上传，有效期须大于 3 个月';

/** What a request needs, in the order a person would gather it. */
export function materialsFor(form: FilingForm, province: ProvinceRules): Material[] {
  const { kind } = form.request;
  const all = materialsOfRecord(form, province);
  if (ENDING.includes(kind)) return [];
  if (kind === 'add_material') return [...all, changeProof(false)].map(optional);
  return kind === 'change' ? ofChange(form, province, all) : all;
}

const optional = (material: Material): Material => ({
  ...material,
  required: false,
  multiple: true,
});

/** Only what a change touches is proved again; a new address of the server alone needs no paper. */
function ofChange(form: FilingForm, province: ProvinceRules, all: Material[]): Material[] {
  const changed = changedFields(form).map(({ path }) => path);
  const touches = (pattern: RegExp) => changed.some((path) => pattern.test(path));
  const parts = changedParts(form);
  const whole = parts.has('entity') || parts.has('service');
  const renamed = touches(/^entity\.(name|id_number)$/);
  const needed = (slot: string): boolean => {
    if (slot === 'verification_form') return whole;
    if (slot === 'domain_certificate') return touches(/^services\.\d+\.domains/);
    const owner = /^(entity|entity_leader|service_\d+_leader)_(id|photo)/.exec(slot)?.[1];
    if (slot === 'entity_licence' || owner === 'entity') return touches(/^entity\.(kind|name|id_)/);
    if (owner === 'entity_leader') return touches(/^entity\.leader\.(name|id_)/);
    const service = /^service_(\d+)_leader/.exec(slot)?.[1];
    return (
      service !== undefined && touches(new RegExp(`^services\\.${service}\\.leader\\.(name|id_)`))
    );
  };
  const kept = all.map((one) => ({ ...one, required: one.required && needed(one.slot) }));
  return [...kept, changeProof(renamed && province.change_proof_needed)];
}

/** What a new record is proved with. */
function materialsOfRecord(form: FilingForm, province: ProvinceRules): Material[] {
  const individual = form.entity.kind === INDIVIDUAL;
  return [
    ...(individual ? idCard('entity', '主办者', '核对主办者身份') : [licence()]),
    ...(individual ? [] : idCard('entity_leader', '主体负责人', '核对主体负责人身份')),
    ...form.services.flatMap((_, index) => ofServiceLeader(form, index)),
    verificationForm(individual),
    domainCertificate(),
    ...letters(form, province, individual),
    ...(individual && province.personal_out_of_province === 'residence_permit'
      ? [residencePermit(outOfProvince(form.entity))]
      : []),
    priorApprovalLetter(),
    other(),
  ];
}

function idCard(owner: string, who: string, why: string): Material[] {
  const side = (name: string, label: string): Material => ({
    slot: `${owner}_id_${name}`,
    label: `${who}证件${label}`,
    why,
    hint: CARD_HINT,
    required: true,
    accept: 'photo',
    multiple: false,
  });
  return [side('front', '正面（人像面）'), side('back', '反面（国徽面）')];
}

function ofServiceLeader(form: FilingForm, index: number): Material[] {
  const service = form.services[index];
  const who = form.services.length > 1 ? `网站 ${index + 1} 负责人` : '网站负责人';
  const photo: Material = {
    slot: `service_${index}_leader_photo`,
    label: `${who}照片`,
    why: '当面核验的凭证，须与证件为同一人',
    hint: '白色背景或服务商幕布前正面免冠半身照；衣着合时令，不穿睡衣、不戴帽子，能看出拍摄时间',
    required: true,
    accept: 'photo',
    multiple: false,
  };
  const shown = service === undefined || isKnown(form, service.leader, service.leader_same, index);
  return shown ? [photo] : [...idCard(`service_${index}_leader`, who, `核对${who}身份`), photo];
}

/** Whether this person's card is asked for already: as entity leader, or as leader of an earlier website. */
function isKnown(form: FilingForm, leader: PersonForm, same: boolean, index: number): boolean {
  if (same || form.entity.kind === INDIVIDUAL) return true;
  if (leader.id_number === '') return false;
  const earlier = form.services.slice(0, index).filter((service) => !service.leader_same);
  const people = [form.entity.leader, ...earlier.map((service) => service.leader)];
  return people.some((person) => person.id_number === leader.id_number);
}

function licence(): Material {
  return {
    slot: 'entity_licence',
    label: '主办单位证件',
    why: '核对单位名称、证件号码和住所',
    hint: '最新版营业执照等证件的原件彩色照片或扫描件，国徽和边框完整，正向上传，不用电子执照截图',
    required: true,
    accept: 'photo',
    multiple: false,
  };
}

function verificationForm(individual: boolean): Material {
  return {
    slot: 'verification_form',
    label: '网站备案信息真实性核验单',
    why: '管局要求随备案一并上报',
    hint: `打印本系统按所填资料生成的核验单，网站负责人用黑色笔签字${individual ? '' : '，加盖单位公章（压住单位名称）'}，不得涂改；资料改动后须重新打印`,
    required: true,
    accept: 'scan',
    multiple: false,
  };
}

function domainCertificate(): Material {
  return {
    slot: 'domain_certificate',
    label: '域名证书',
    why: '证明域名已实名，持有者与主办者一致',
    hint: '在域名注册商处下载证书，须能看清域名、持有者、证件类型和证件号码；每个域名一份',
    required: true,
    accept: 'scan',
    multiple: true,
  };
}

function letters(form: FilingForm, province: ProvinceRules, individual: boolean): Material[] {
  const differs = form.services.some((service) => !service.leader_same);
  const authorization: Material = {
    slot: 'authorization_letter',
    label: '负责人授权书',
    why: '负责人不是法定代表人时，由单位授权其办理备案',
    hint: '法定代表人签字并加盖公章；主体负责人就是法定代表人时不用上传',
    required: province.service_leader_letter && differs,
    accept: 'scan',
    multiple: true,
  };
  const commitment: Material = {
    slot: 'commitment_letter',
    label: '互联网信息服务备案承诺书',
    why: '主办者承诺所填资料真实、依法开办网站',
    hint: `签字${individual ? '' : '（单位由法定代表人签字并加盖公章）'}，日期写当天；部分省份必须上传`,
    required: province.commitment_letter,
    accept: 'scan',
    multiple: false,
  };
  const asked = province.authorization_letter || authorization.required;
  return [commitment, ...(!individual && asked ? [authorization] : [])];
}

function residencePermit(required: boolean): Material {
  return {
    slot: 'residence_permit',
    label: '居住证',
    why: '证件住所不在本省的个人，须证明在本省居住',
    hint: '在有效期内的居住证或暂住证原件彩色照片，正反面都要；证件住所在本省的不用上传',
    required,
    accept: 'photo',
    multiple: true,
  };
}

function priorApprovalLetter(): Material {
  return {
    slot: 'prior_approval_letter',
    label: '不涉及前置审批承诺书',
    why: '网站名称或内容容易被认作新闻、出版、教育、医疗等，而实际不涉及时上传',
    hint: '写明网站不涉及前置审批内容，签字（单位加盖公章）',
    required: false,
    accept: 'scan',
    multiple: true,
  };
}

function changeProof(required: boolean): Material {
  return {
    slot: 'change_proof',
    label: '变更证明',
    why: '名称或证件号码变了，管局要看登记机关出具的证明',
    hint: '登记机关出具的变更（更名）核准通知书，清晰的彩色照片或扫描件',
    required,
    accept: 'scan',
    multiple: true,
  };
}

function other(): Material {
  return {
    slot: 'other',
    label: '其他材料',
    why: '商标注册证、网站建设方案书、更名证明等审核员要求的补充材料',
    hint: '清晰的彩色照片或扫描件',
    required: false,
    accept: 'scan',
    multiple: true,
  };
}
