import { db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { type FilingForm, INDIVIDUAL, type ServiceForm } from '../forms.ts';
import { KIND_WORDS } from '../kinds/names.ts';
import { codeTables } from '../pages/checks.ts';
import { tidyForm } from '../rules/index.ts';
import { providerSetting } from '../settings.ts';
import { clauses, onPaper, ruledRows, signatures } from './paper.ts';

export interface PrintContext {
  filing_no: string;
  provider_name: string;
  /** Shown as the kind of verification. */
  kind_label: string;
  /** Code -> name, for what the form holds as codes. */
  idTypeName(code: string): string;
}

export const PRINTOUTS = {
  verification_form: { title: '网站备案信息真实性核验单', draw: verificationForm },
  commitment_letter: { title: '互联网信息服务备案承诺书', draw: commitmentLetter },
  authorization_letter: { title: '网站备案授权书', draw: authorizationLetter },
} as const;
export type PrintoutName = keyof typeof PRINTOUTS;

/** A prefilled PDF to print, sign and photograph. Gives its bytes. */
export function printout(
  name: PrintoutName,
  form: FilingForm,
  context: PrintContext,
): Promise<Buffer> {
  return PRINTOUTS[name].draw(form, context);
}

/** 真实性核验单: who files what, what was checked, and the two sides' signatures (NOTES of V3.0 §3-3-1, Fjyt 核验单). */
async function verificationForm(form: FilingForm, context: PrintContext): Promise<Buffer> {
  const isUnit = form.entity.kind !== INDIVIDUAL;
  return onPaper(PRINTOUTS.verification_form.title, (paper) => {
    ruledRows(paper, [
      ['备案订单号', context.filing_no],
      ['主办者名称', form.entity.name],
      ['证件类型', context.idTypeName(form.entity.id_type)],
      ['证件号码', form.entity.id_number],
      ['核验类型', context.kind_label],
      ['接入服务单位', context.provider_name],
    ]);
    for (const service of form.services) {
      paper.moveDown(0.6);
      ruledRows(paper, [
        ['网站名称', service.name],
        ['网站域名', service.domains.join('、')],
        ['网站负责人', leaderOf(form, service).name],
        ['联系方式', contactOf(form, service)],
      ]);
    }
    clauses(paper, [
      '主办者证件原件、负责人证件原件、负责人照片已当面或在线核验，与填报信息一致。',
      '域名在有效期内，域名持有者与主办者一致或符合当地通信管理局的规定。',
      '填报信息真实、准确、完整；信息变更后将及时办理变更备案。',
    ]);
    signatures(paper, [
      isUnit ? '网站负责人签字并加盖单位公章' : '网站负责人签字',
      '核验人签字（接入服务单位盖章）',
    ]);
  });
}

async function commitmentLetter(form: FilingForm, context: PrintContext): Promise<Buffer> {
  return onPaper(PRINTOUTS.commitment_letter.title, (paper) => {
    paper.text(`致：${context.provider_name}及所在地通信管理局`).moveDown(0.6);
    paper.text(
      `${form.entity.name}（${context.idTypeName(form.entity.id_type)}：${form.entity.id_number}）就网站“${names(form)}”申请互联网信息服务备案，郑重承诺：`,
    );
    clauses(paper, [
      '提交的备案信息和证件材料真实、合法、有效，愿意承担提供虚假信息的一切后果。',
      '遵守国家法律法规，不从事未经许可的经营性活动，不发布违法违规内容。',
      '未取得前置或专项审批的，不从事新闻、出版、教育、医疗、药品、文化、广播电影电视节目等需要审批的服务。',
      '备案信息发生变化时，在规定期限内办理变更或注销手续。',
      '在网站首页底部标明备案号，并链接至 https://beian.miit.gov.cn 。',
      '备案获批后 30 日内办理公安联网备案。',
    ]);
    signatures(paper, [
      form.entity.kind === INDIVIDUAL ? '承诺人签字' : '主体负责人签字并加盖单位公章',
    ]);
  });
}

async function authorizationLetter(form: FilingForm, context: PrintContext): Promise<Buffer> {
  const { leader } = form.entity;
  return onPaper(PRINTOUTS.authorization_letter.title, (paper) => {
    paper.text(
      `${form.entity.name}（证件号码：${form.entity.id_number}）授权下列人员负责网站“${names(form)}”的备案事宜，其在授权范围内的行为由本单位承担责任。`,
    );
    paper.moveDown(0.8);
    ruledRows(paper, [
      ['被授权人', leader.name],
      ['证件类型', context.idTypeName(leader.id_type)],
      ['证件号码', leader.id_number],
      ['手机号码', leader.mobile],
    ]);
    signatures(paper, ['法定代表人签字', '被授权人签字', '单位公章']);
  });
}

function leaderOf(form: FilingForm, service: ServiceForm) {
  return service.leader_same ? form.entity.leader : service.leader;
}

function contactOf(form: FilingForm, service: ServiceForm): string {
  const { mobile, email } = leaderOf(form, service);
  return [mobile, email].filter(Boolean).join('  ');
}

function names(form: FilingForm): string {
  return form.services.map((service) => service.name).join('、');
}

export function isPrintout(name: string): name is PrintoutName {
  return Object.hasOwn(PRINTOUTS, name);
}

/**
 * The printout of a filing as its form stands now, in the words that go to the bureau: what is signed must be what is
 * reported. The provider and the code names are looked up.
 */
export async function printoutOf(
  name: PrintoutName,
  filing_no: string,
  form: FilingForm,
): Promise<Buffer> {
  const { id_types = [] } = await codeTables(db);
  const { name: provider } = await readSetting(providerSetting);
  return printout(name, tidyForm(form), {
    filing_no,
    provider_name: provider || '接入服务商',
    kind_label: KIND_WORDS[form.request.kind],
    idTypeName: (code) => id_types.find(({ id }) => id === code)?.name ?? '证件',
  });
}
