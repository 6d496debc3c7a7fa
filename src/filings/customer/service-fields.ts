import { INDIVIDUAL, type ServiceForm } from '../forms.ts';
import {
  type Control,
  type Material,
  optionsOf,
  type Section,
  selectOf,
  textField,
} from './controls.ts';
import { personFields, personIdTypes } from './person-fields.ts';

/** How many addresses are offered one by one; a provider with more names his ranges instead. */
const MOST_PICKED = 256;

export interface ServicePage extends Material {
  index: number;
  /** The provider's own address blocks. */
  ip_ranges: readonly { first: string; last: string }[];
  /** Rows shown beyond those that are filled. */
  spare: { domains: number; ips: number };
}

/** The page of one website: what it is, who is in charge, and where it stands. */
export function serviceSections(page: ServicePage): Section[] {
  const service = page.form.services[page.index];
  if (!service) return [];
  const at = `services.${page.index}`;
  const is_unit = page.form.entity.kind !== INDIVIDUAL;
  const site: Section = {
    id: 'site',
    title: '网站',
    note: null,
    controls: siteFields(at, service, page),
    acts: [],
  };
  const domains: Section = {
    id: 'domains',
    title: '域名',
    note: '须已完成实名认证，持有者与主办者一致；空着的行不会提交',
    controls: domainFields(at, service, page.spare.domains),
    acts: [{ name: 'add', value: 'domains', label: '再加一个域名' }],
  };
  const leader: Section = {
    id: 'leader',
    title: '网站负责人',
    note: null,
    controls: leaderFields(at, service, page),
    acts: [],
  };
  return [site, domains, ...(is_unit ? [leader] : []), accessSection(at, service, page)];
}

function siteFields(at: string, service: ServiceForm, { form, codes }: ServicePage): Control[] {
  const personal = form.entity.kind === INDIVIDUAL;
  const choice = (field: 'content_types' | 'languages', more: object): Control => ({
    partial: 'choice',
    arg: {
      name: `${at}.${field}`,
      label: '',
      value: service[field],
      type: 'checkbox',
      size: 's',
      required: true,
      options: optionsOf(codes[field]),
      ...more,
    },
  });
  return [
    textField(`${at}.name`, service.name, {
      label: '网站名称',
      required: true,
      wide: true,
      maxlength: 100,
      hint: personal ? '3–10 个字，不含企业、行业、地名等字样' : '与单位名称相关，至少 3 个汉字',
      example: personal ? '小林的读书笔记' : '样例网络科技官网',
    }),
    choice('content_types', { label: '服务内容', hint: '选最贴近的 1–5 项' }),
    choice('languages', { label: '网站语种' }),
    ...approvalFields(at, service, codes),
    textField(`${at}.home_url`, service.home_url, {
      label: '首页网址',
      required: true,
      wide: true,
      inputmode: 'url',
      maxlength: 255,
      hint: '须包含下面的一个域名',
      example: 'www.example.cn',
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

/** 前置审批: one row more than there are, so that one can always be added without scripts. */
function approvalFields(at: string, service: ServiceForm, codes: Material['codes']): Control[] {
  const options = [{ value: '', label: '不涉及' }, ...optionsOf(codes['prior_approvals'])];
  const rows =
    service.prior_approvals.length > 0 ? service.prior_approvals : [{ type: '', number: '' }];
  return rows.flatMap(({ type, number }, row) => [
    textField(`${at}.prior_approvals.${row}.type`, type, {
      label: '前置审批',
      type: 'select',
      options,
      hint: '新闻、出版、教育、医疗等内容须先取得批准',
    }),
    textField(`${at}.prior_approvals.${row}.number`, number, {
      label: '前置审批号',
      hint: '涉及时填写批准文号',
    }),
  ]);
}

function domainFields(at: string, service: ServiceForm, spare: number): Control[] {
  const rows = [
    ...service.domains,
    ...Array.from({ length: service.domains.length === 0 ? 1 + spare : spare }, () => ''),
  ];
  return rows.map((domain, row) =>
    textField(`${at}.domains.${row}`, domain, {
      label: `域名 ${row + 1}`,
      required: row === 0,
      inputmode: 'url',
      maxlength: 128,
      ...(row === 0 ? { hint: '不带 http:// 和 www', example: 'example.cn' } : {}),
    }),
  );
}

function leaderFields(at: string, service: ServiceForm, { codes, form }: ServicePage): Control[] {
  const same: Control = {
    partial: 'check',
    arg: {
      name: `${at}.leader_same`,
      label: '网站负责人就是主体负责人',
      checked: service.leader_same,
      note: '取消勾选后填写另一位负责人',
    },
  };
  if (service.leader_same) return [same];
  const is_unit = form.entity.kind !== INDIVIDUAL;
  return [
    same,
    ...personFields(`${at}.leader`, service.leader, {
      id_types: personIdTypes(codes['id_types']),
      is_unit,
    }),
  ];
}

function accessSection(at: string, service: ServiceForm, page: ServicePage): Section {
  const choice = (field: 'methods' | 'locations', table: string, more: object): Control => ({
    partial: 'choice',
    arg: {
      name: `${at}.access.${field}`,
      label: '',
      value: service.access[field],
      type: 'checkbox',
      size: 's',
      required: true,
      options: optionsOf(page.codes[table]),
      ...more,
    },
  });
  const filled = service.access.ips;
  const blank = Array.from(
    { length: filled.length === 0 ? 1 + page.spare.ips : page.spare.ips },
    () => ({ first: '', last: '' }),
  );
  return {
    id: 'access',
    title: '接入信息',
    note: '不清楚时请看购买服务器时的说明，或咨询客服',
    controls: [
      choice('methods', 'access_methods', { label: '接入方式' }),
      choice('locations', 'server_locations', { label: '服务器放置地' }),
      ...[...filled, ...blank].flatMap((ip, row) =>
        ipFields(`${at}.access.ips.${row}`, ip, row, page.ip_ranges),
      ),
    ],
    acts: [{ name: 'add', value: 'ips', label: '再加一个 IP' }],
  };
}

/** Picked from the provider's addresses where they are few; else typed, checked against his ranges. */
function ipFields(
  at: string,
  ip: { first: string; last: string },
  row: number,
  ranges: ServicePage['ip_ranges'],
): Control[] {
  const addresses = addressesIn(ranges);
  if (addresses) {
    const known = ip.first && !addresses.includes(ip.first) ? [ip.first, ...addresses] : addresses;
    const options = selectOf(known.map((address) => ({ id: address, name: address })));
    return [
      textField(`${at}.first`, ip.first, {
        label: `服务器 IP ${row + 1}`,
        type: 'select',
        options,
        required: row === 0,
      }),
    ];
  }
  const shown = ranges
    .slice(0, 5)
    .map(({ first, last }) => `${first}–${last}`)
    .join('，');
  return [
    textField(`${at}.first`, ip.first, {
      label: `服务器 IP ${row + 1}`,
      required: row === 0,
      inputmode: 'decimal',
      maxlength: 15,
      hint: shown ? `我们的 IP 段：${shown}` : '开通服务器时给您的公网 IP',
    }),
    textField(`${at}.last`, ip.last, {
      label: '到（连续多个时填写）',
      inputmode: 'decimal',
      maxlength: 15,
      hint: '只有一个 IP 时留空',
    }),
  ];
}

function addressesIn(ranges: ServicePage['ip_ranges']): string[] | undefined {
  const list: string[] = [];
  for (const { first, last } of ranges) {
    for (let at = numberOf(first); at <= numberOf(last); at++) {
      if (list.length >= MOST_PICKED) return undefined;
      list.push([24, 16, 8, 0].map((shift) => (at / 2 ** shift) & 255).join('.'));
    }
  }
  return list.length > 0 ? list : undefined;
}

function numberOf(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
