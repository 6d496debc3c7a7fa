/** What a column of a table of existing filings may hold; the key is also its name in the code. */
export interface Field {
  label: string;
  /** How others head such a column, beside the label; compared without case, spaces and signs. */
  also: readonly string[];
  /** Personal: masked wherever it is shown. */
  personal?: true;
}

const field = (label: string, also: string): Field => ({ label, also: also.split('|') });
const personal = (label: string, also: string): Field => ({
  ...field(label, also),
  personal: true,
});

export const FIELDS = {
  entity_icp_number: field(
    '主体备案号',
    '备案主体号|主体号|备案号|icp number|entity icp number|icp',
  ),
  entity_bureau_id: field('管局主体 ID', '主体id|ztid|entity id'),
  entity_name: personal(
    '主办单位名称',
    '主办者名称|主办单位|主体名称|单位名称|公司名称|dwmc|entity name|entity|company|sponsor',
  ),
  entity_kind: field('主办单位性质', '单位性质|主体性质|性质|dwxz|entity type|entity kind'),
  id_type: field('主体证件类型', '证件类型|主办单位证件类型|zjlx|id type|certificate type'),
  id_number: personal(
    '主体证件号码',
    '证件号码|证件号|主办单位证件号码|营业执照号|统一社会信用代码|zjhm|id number|certificate number|license number',
  ),
  id_address: personal(
    '证件住所',
    '主体证件住所|证件地址|注册地址|zjzs|id address|certificate address',
  ),
  mailing_address: personal(
    '通信地址',
    '通讯地址|主办单位通信地址|联系地址|xxdz|mailing address|address',
  ),
  investor: personal('投资人', '投资者|上级主管单位|投资人或上级主管单位|tzr|investor'),
  leader_name: personal(
    '主体负责人',
    '主体负责人姓名|负责人姓名|负责人|leader|entity leader|leader name',
  ),
  leader_id_type: field('主体负责人证件类型', '负责人证件类型|leader id type'),
  leader_id_number: personal(
    '主体负责人证件号码',
    '负责人证件号码|负责人身份证号|leader id number',
  ),
  leader_mobile: personal(
    '主体负责人手机号',
    '负责人手机号码|负责人手机|主体负责人手机号码|手机号码|手机|mobile|leader mobile',
  ),
  leader_office_phone: personal(
    '主体负责人办公电话',
    '负责人办公电话|办公电话|office phone|telephone',
  ),
  leader_email: personal(
    '主体负责人邮箱',
    '负责人电子邮件|负责人邮箱|电子邮箱|电子邮件|email|leader email',
  ),
  entity_remark: field('主体备注', '备注|remark|entity remark'),
  service_icp_number: field(
    '网站备案号',
    '服务备案号|网站备案/许可证号|网站许可证号|service icp number|website icp number|site icp number',
  ),
  service_bureau_id: field('管局网站 ID', '网站id|服务id|wzid|service id|website id|site id'),
  service_name: field('网站名称', '服务名称|网站|wzmc|service name|website name|site name|site'),
  domains: field('网站域名', '域名|域名列表|备案域名|ym|domain|domains|domain name'),
  home_url: field('首页网址', '网站首页|首页地址|网址|首页url|syurl|home url|url|homepage'),
  content_types: field('服务内容', '网站内容|内容类型|服务类型|fwnr|content|content types'),
  languages: field('语种', '网站语言|语言类别|语言|yylb|language|languages'),
  service_leader_name: personal(
    '网站负责人',
    '网站负责人姓名|服务负责人|service leader|website leader|administrator',
  ),
  service_leader_id_type: field('网站负责人证件类型', 'service leader id type'),
  service_leader_id_number: personal(
    '网站负责人证件号码',
    '网站负责人身份证号|service leader id number',
  ),
  service_leader_mobile: personal(
    '网站负责人手机号',
    '网站负责人手机号码|网站负责人手机|service leader mobile',
  ),
  service_leader_email: personal('网站负责人邮箱', '网站负责人电子邮件|service leader email'),
  service_remark: field('网站备注', 'service remark|website remark'),
  access_bureau_id: field('管局接入 ID', '接入id|jrid|access id'),
  access_methods: field('接入方式', '网站接入方式|jrfs|access method|access methods'),
  server_locations: field('服务器放置地', '服务器放置地点|放置地|fbdd|server location|location'),
  ips: field('IP 地址', 'ip|ip列表|网站ip|服务器ip|网站ip地址|ip address|ip addresses|ips'),
  customer_email: personal(
    '客户邮箱',
    '会员邮箱|客户邮件|账号邮箱|customer email|user email|owner email',
  ),
  customer_mobile: personal(
    '客户手机号',
    '会员手机|客户手机|账号手机|customer mobile|user mobile|owner mobile',
  ),
} as const satisfies Record<string, Field>;

export type FieldKey = keyof typeof FIELDS;
/** What a row says, field by field; '' where it says nothing. */
export type RowTexts = Record<FieldKey, string>;

export const FIELD_KEYS = Object.keys(FIELDS).filter(isField);

export function isField(word: string): word is FieldKey {
  return Object.hasOwn(FIELDS, word);
}

export function isPersonal(field: FieldKey): boolean {
  const known: Field = FIELDS[field];
  return known.personal === true;
}

/** The columns' choices, in the order and groups a person looks for them. */
export const GROUPS: readonly { label: string; fields: readonly FieldKey[] }[] = [
  { label: '主体', fields: FIELD_KEYS.slice(0, FIELD_KEYS.indexOf('service_icp_number')) },
  {
    label: '网站',
    fields: FIELD_KEYS.slice(
      FIELD_KEYS.indexOf('service_icp_number'),
      FIELD_KEYS.indexOf('access_bureau_id'),
    ),
  },
  {
    label: '接入',
    fields: FIELD_KEYS.slice(
      FIELD_KEYS.indexOf('access_bureau_id'),
      FIELD_KEYS.indexOf('customer_email'),
    ),
  },
  { label: '客户', fields: FIELD_KEYS.slice(FIELD_KEYS.indexOf('customer_email')) },
];
