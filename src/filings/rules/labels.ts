const PERSON: Readonly<Record<string, string>> = {
  name: '姓名',
  id_type: '证件类型',
  id_number: '证件号码',
  id_valid_until: '证件有效期',
  mobile: '手机号码',
  office_phone: '办公电话',
  email: '电子邮箱',
  emergency_mobile: '应急联系电话',
};
const ENTITY: Readonly<Record<string, string>> = {
  icp_number: '主体备案号',
  kind: '主办单位性质',
  province_code: '所在省',
  city_code: '所在市',
  county_code: '所在区县',
  name: '主办者名称',
  id_type: '主办者证件类型',
  id_number: '主办者证件号码',
  id_address: '证件住所',
  id_valid_until: '主办者证件有效期',
  investor: '投资人或上级主管单位',
  mailing_address: '通信地址',
  remark: '主体备注',
};
const SERVICE: Readonly<Record<string, string>> = {
  icp_number: '网站备案号',
  name: '网站名称',
  content_types: '服务内容',
  languages: '网站语种',
  prior_approvals: '前置审批',
  domains: '域名',
  home_url: '首页网址',
  remark: '网站备注',
  leader_same: '网站负责人',
  'access.methods': '接入方式',
  'access.locations': '服务器放置地',
  'access.ips': '网站 IP',
};
const CONSENTS: Readonly<Record<string, string>> = {
  sensitive: '个人信息使用同意',
  truth: '资料真实承诺',
};

const ENDING: Readonly<Record<string, string>> = {
  reason: '原因',
  remark: '说明',
};

/** What a field is called to people: `entity.leader.mobile` → 主体负责人手机号码. Unknown paths give ''. */
export function labelOf(path: string): string {
  const [top, ...rest] = path.split('.');
  if (top === 'entity' && rest[0] === 'leader') return personLabel('主体负责人', rest[1]);
  if (top === 'entity') return own(ENTITY, rest[0]);
  if (top === 'services') return serviceLabel(rest.slice(1));
  if (top === 'ending') return own(ENDING, rest[0]);
  return top === 'consents' ? own(CONSENTS, rest[0]) : '';
}

function serviceLabel(rest: readonly string[]): string {
  if (rest[0] === 'leader') return personLabel('网站负责人', rest[1]);
  if (rest[0] === 'prior_approvals' && rest[2] === 'number') return '前置审批号';
  return own(SERVICE, rest[0]) || own(SERVICE, rest.slice(0, 2).join('.'));
}

function personLabel(who: string, field: string | undefined): string {
  return field === undefined || own(PERSON, field) ? who + own(PERSON, field) : '';
}

/** Paths come from browsers too: `constructor` is no field. */
function own(labels: Readonly<Record<string, string>>, field = ''): string {
  return Object.hasOwn(labels, field) ? (labels[field] ?? '') : '';
}

/** The path with every row number replaced: `services.2.domains.0` → `services.*.domains.*`. */
export function patternOf(path: string): string {
  return path.replace(/\.\d+(?=\.|$)/g, '.*');
}
