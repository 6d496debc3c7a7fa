import { INDIVIDUAL, LIMITS, type ServiceForm } from '../forms.ts';
import { accessSection } from './access-fields.ts';
import {
  type Control,
  type Material,
  optionsOf,
  rowsWith,
  type Section,
  textField,
} from './controls.ts';
import { personFields, personIdTypes } from './person-fields.ts';

/** Rows shown beyond those that are filled. */
export interface Spare {
  domains: number;
  ips: number;
  approvals: number;
}

export interface ServicePage extends Material {
  index: number;
  /** When it is filled in; without, it is only read, and has no empty rows. */
  filling?: {
    /** The provider's own address blocks. */
    ip_ranges: readonly { first: string; last: string }[];
    spare: Spare;
  };
}

/** The page of one website: what it is, who is in charge, and where it stands. */
export function serviceSections(page: ServicePage): Section[] {
  const service = page.form.services[page.index];
  if (!service) return [];
  const at = `services.${page.index}`;
  const is_unit = page.form.entity.kind !== INDIVIDUAL;
  const is_filed = page.form.request.kind === 'add_access';
  const domains: Section = {
    id: 'domains',
    title: '域名',
    note: is_filed
      ? '填这个网站已备案的域名'
      : '须已完成实名认证，持有者与主办者一致；空着的行不会提交',
    controls: domainFields(at, service, page.filling?.spare.domains),
    ...(is_filed ? {} : { folded: [homeUrlField(at, service)] }),
    acts: isFull(service.domains, LIMITS.domains)
      ? []
      : [{ name: 'add', value: 'domains', label: '再加一个域名' }],
  };
  const leader: Section = {
    id: 'leader',
    title: '网站负责人',
    note: null,
    controls: leaderFields(at, service, page),
    acts: [],
  };
  return [
    is_filed ? filedSiteSection(at, service, page) : siteSection(at, service, page),
    domains,
    ...(is_unit ? [leader] : []),
    accessSection(at, service, page),
  ];
}

const isFull = (rows: readonly unknown[], most: number) => rows.length >= most;

/** A site that another provider filed: what it says of itself is with the bureau, and is not asked again. */
function filedSiteSection(at: string, service: ServiceForm, page: ServicePage): Section {
  const [name] = siteFields(at, service, page);
  const known = page.form.request.services[page.index];
  const number = textField(`${at}.icp_number`, service.icp_number, {
    ...{ label: '网站备案号', required: true, maxlength: 40, example: '浙ICP备2026000001号-1' },
    ...{ wide: true, hint: '可在 beian.miit.gov.cn 用域名查到' },
  });
  const isKnown = known !== undefined && (known.bureau_id !== '' || known.icp_number !== '');
  return {
    id: 'site',
    title: '网站',
    note: '与备案记录一致。网站现在可以照常访问，办理期间请保持能打开',
    controls: [...(isKnown ? [] : [number]), ...(name ? [name] : [])],
    acts: [],
  };
}

function siteSection(at: string, service: ServiceForm, page: ServicePage): Section {
  const named = service.prior_approvals.some(({ type }) => type !== '');
  const approvals = approvalFields(at, service, page);
  const languages = choiceField(at, service, page, 'languages', { label: '网站语种' });
  // 简体中文 and no 前置审批 is what nearly everybody leaves as it is.
  const usual = service.languages.join() === '1';
  return {
    id: 'site',
    title: '网站',
    note: null,
    controls: [
      ...siteFields(at, service, page),
      ...(usual ? [] : [languages]),
      ...(named ? approvals : []),
    ],
    folded: [...(usual ? [languages] : []), ...(named ? [] : approvals)],
    acts:
      named && !isFull(service.prior_approvals, LIMITS.prior_approvals)
        ? [{ name: 'add', value: 'approvals', label: '再加一项前置审批' }]
        : [],
  };
}

function siteFields(at: string, service: ServiceForm, page: ServicePage): Control[] {
  const personal = page.form.entity.kind === INDIVIDUAL;
  return [
    textField(`${at}.name`, service.name, {
      label: '网站名称',
      required: true,
      wide: true,
      maxlength: 100,
      hint: personal ? '3–10 个字，不含企业、行业、地名等字样' : '与单位名称相关，至少 3 个汉字',
      example: personal ? '小林的读书笔记' : '样例网络科技官网',
    }),
    choiceField(at, service, page, 'content_types', {
      label: '服务内容',
      hint: '选最贴近的 1–5 项',
    }),
    textField(`${at}.remark`, service.remark, {
      label: '网站备注',
      type: 'textarea',
      rows: 2,
      wide: true,
      hint: '用一两句话说明网站实际内容，20 字以上审核更顺利',
    }),
  ];
}

function choiceField(
  at: string,
  service: ServiceForm,
  { codes }: ServicePage,
  field: 'content_types' | 'languages',
  more: { label: string; hint?: string },
): Control {
  return {
    partial: 'choice',
    arg: {
      ...{ name: `${at}.${field}`, value: service[field], options: optionsOf(codes[field]) },
      ...{ type: 'checkbox', size: 's', required: true },
      ...more,
    },
  };
}

/** It follows from the first domain unless another is wanted. */
function homeUrlField(at: string, { home_url }: ServiceForm): Control {
  return textField(`${at}.home_url`, home_url, {
    label: '首页网址',
    wide: true,
    inputmode: 'url',
    maxlength: 255,
    hint: '留空即为 www. 加上面的第一个域名；须包含上面的一个域名',
  });
}

/** 前置审批: what it is, and its number; its papers are asked for with the other papers. */
function approvalFields(
  at: string,
  { prior_approvals }: ServiceForm,
  { codes, filling }: ServicePage,
): Control[] {
  const options = [{ value: '', label: '不涉及' }, ...optionsOf(codes['prior_approvals'])];
  const blank = { type: '', number: '', documents: [] };
  const rows = rowsWith(prior_approvals, blank, LIMITS.prior_approvals, filling?.spare.approvals);
  return rows.map(({ type, number }, row) => ({
    ...textField(`${at}.prior_approvals.${row}.type`, type, {
      label: rows.length > 1 ? `前置审批 ${row + 1}` : '前置审批',
      type: 'select',
      options,
      wide: true,
      hint: '新闻、出版、教育、医疗等内容须先取得批准',
    }),
    more: [
      textField(`${at}.prior_approvals.${row}.number`, number, {
        label: '批准文号',
        required: true,
        hint: '批准文件在“材料”一步上传',
      }),
    ],
  }));
}

function domainFields(at: string, { domains }: ServiceForm, spare?: number): Control[] {
  return rowsWith(domains, '', LIMITS.domains, spare).map((domain, row) =>
    textField(`${at}.domains.${row}`, domain, {
      label: `域名 ${row + 1}`,
      required: row === 0,
      inputmode: 'url',
      maxlength: 128,
      ...(row === 0 ? { hint: '只填域名本身', example: 'example.cn' } : {}),
    }),
  );
}

function leaderFields(at: string, service: ServiceForm, { codes, form }: ServicePage): Control[] {
  const is_unit = form.entity.kind !== INDIVIDUAL;
  const id_types = personIdTypes(codes['id_types']);
  return [
    {
      partial: 'check',
      arg: {
        name: `${at}.leader_same`,
        label: '网站负责人就是主体负责人',
        checked: service.leader_same,
        note: '取消勾选后填写另一位负责人',
      },
      more: personFields(`${at}.leader`, service.leader, { id_types, is_unit }),
    },
  ];
}
