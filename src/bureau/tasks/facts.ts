import { maskAddress, maskEmail, maskName, maskNumber } from '../../platform/mask.ts';
import type { TaskKind } from './kinds.ts';

/** A line of what the bureau said; `mask`: how it is shown before somebody says why he must see it. */
type Fact = [label: string, path: string, mask?: (text: string) => string];

const SITE: Fact[] = [
  ['网站备案号', 'icp_number'],
  ['首页网址', 'home_url'],
  ['网站编号', 'bureau_service_id'],
  ['核查时间', 'checked_at'],
  ['备注', 'remark'],
];
const ACCESS: Fact[] = [
  ['域名', 'domain'],
  ['解析到的 IP', 'ip'],
  ['网站备案号', 'icp_number'],
  ['网站编号', 'bureau_service_id'],
  ['接入编号', 'bureau_access_id'],
  ['已报备的接入商', 'provider_id'],
  ['核查时间', 'checked_at'],
  ['备注', 'remark'],
];
const IP: Fact[] = [
  ['起始 IP', 'range.first'],
  ['终止 IP', 'range.last'],
  ['相关起始 IP', 'other.first'],
  ['相关终止 IP', 'other.last'],
  ['相关单位编号', 'other_unit'],
  ['记录编号', 'bureau_id'],
  ['备注', 'remark'],
];
const RESULT: Fact[] = [
  ['管局编号', 'bureau_id'],
  ['上报编号', 'our_id'],
];

const FACTS: Record<TaskKind, Fact[]> = {
  verification: [
    ['主办者', 'entity.name', maskName],
    ['证件号码', 'entity.id_number', maskNumber],
    ['证件住所', 'entity.id_address', maskAddress],
    ['通信地址', 'entity.mailing_address', maskAddress],
    ['主体负责人', 'entity.leader.name', maskName],
    ['手机', 'entity.leader.mobile', maskNumber],
    ['办公电话', 'entity.leader.office_phone', maskNumber],
    ['邮箱', 'entity.leader.email', maskEmail],
    ['主体编号', 'entity.bureau_id'],
  ],
  unfiled_site: [
    ['域名', 'domain'],
    ['IP', 'ip'],
    ['检测次数', 'times'],
    ['首次检测', 'first_seen'],
    ['最近检测', 'last_seen'],
    ['运营商编号', 'carrier_id'],
    ['接入商编号', 'provider_id'],
    ['备注', 'remark'],
  ],
  under_reported: ACCESS,
  over_reported: ACCESS,
  entity_check: [
    ['主办者', 'name', maskName],
    ['证件号码', 'id_number', maskNumber],
    ['错误原因', 'words'],
    ['主体编号', 'bureau_id'],
  ],
  shell_site: SITE,
  site_liveness: SITE,
  rectification: [
    ['整改要求', 'words'],
    ['备案号', 'icp_number'],
    ['记录编号', 'bureau_id'],
    ['备注', 'remark'],
  ],
  lost_filing: [
    ['备案号', 'icp_number'],
    ['记录编号', 'bureau_id'],
    ['管局说明', 'words'],
  ],
  ip_out_of_range: IP,
  ip_conflict: IP,
  ip_unreported: IP,
  ip_result: RESULT,
  domain_result: RESULT,
};

/** What a task says, line by line; `is_open`: people and certificates as they are. What is not there is left out. */
export function factsOf(
  kind: TaskKind,
  body: unknown,
  is_open = false,
): { label: string; value: string }[] {
  const lines = FACTS[kind].map(([label, path, mask]) => {
    const value = textAt(body, path);
    return { label, value: mask && !is_open ? mask(value) : value };
  });
  return [...lines, ...listsIn(body)].filter(({ value }) => value !== '');
}

/** Does a task of this kind hold people or certificates? */
export function hasPersonal(kind: TaskKind): boolean {
  return FACTS[kind].some(([, , mask]) => mask !== undefined);
}

/** Sites of a record, codes of a result. */
function listsIn(body: unknown): { label: string; value: string }[] {
  const services = listAt(body, 'services').map((service, n) => ({
    label: `网站 ${n + 1}`,
    value: [
      textAt(service, 'name'),
      ...listAt(service, 'domains').map((one) => textAt(one, 'domain')),
    ].join('，'),
  }));
  const codes = listAt(body, 'codes').map((one) => ({
    label: `代码 ${textAt(one, 'code')}`,
    value: textAt(one, 'text') || '（没有说明）',
  }));
  return [...services, ...codes];
}

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([key]) => key === name)?.[1];
  }, body);
}

/** What stands at a path of a task; empty when there is no text. */
export function textAt(body: unknown, path: string): string {
  const value = valueAt(body, path);
  return typeof value === 'string' ? value : '';
}

function listAt(body: unknown, path: string): unknown[] {
  const value = valueAt(body, path);
  return Array.isArray(value) ? value : [];
}
