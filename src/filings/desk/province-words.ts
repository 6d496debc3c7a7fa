import type { ProvinceRules } from '../provinces/index.ts';

/** What each point of a province's record says, in the order it is shown. */
export const PROVINCE_WORDS: Record<Exclude<keyof ProvinceRules, 'code'>, string> = {
  name: '简称',
  full_name: '全称',
  short: '备案号开头的字',
  local_mobile: '手机号须为本省号码',
  unit_leader_must_be_legal_person: '单位的主体负责人须为法定代表人',
  authorization_letter: '主体负责人不是法定代表人时要授权书',
  service_leader_letter: '网站负责人与主体负责人不同时要授权书',
  domain_holder: '域名可由谁持有：unit 单位，legal_person 加法定代表人，people 再加股东、高管',
  adult_rule_for_units: '单位负责人也须年满 18 周岁',
  personal_out_of_province: '外省个人：no_rule 不限，residence_permit 要居住证，denied 不受理',
  unit_to_personal_change: '可由单位变更为个人',
  change_proof_needed: '变更要证明',
  access_match:
    '新增接入时须一致：unknown 未知，lenient 宽松，name 名称，name_id 名称和证件，name_id_person 再加负责人，all 全部',
  foreign_registrar_banned: '不接受境外注册商的域名',
  one_domain_per_site: '一个网站一个域名',
  max_domains_per_service: '每个网站最多几个域名，null 不限',
  max_domains_per_filing: '每次备案最多几个域名，null 不限',
  max_domains_per_filing_individual: '个人每次备案最多几个域名，null 不限',
  same_city_address: '证件住所与通信地址须在同一城市',
  one_entity_per_person: '一人只能负责一个主体',
  domain_certificate: '须上传域名证书',
  commitment_letter: '须上传承诺书',
  notes: '审核时人工核对的要点',
  dated: '资料来源和时间',
};

export const provinceKeys = Object.keys(PROVINCE_WORDS).filter(isProvinceKey);

function isProvinceKey(word: string): word is keyof typeof PROVINCE_WORDS {
  return Object.hasOwn(PROVINCE_WORDS, word);
}
