import type { ProvinceDeviation } from './types.ts';

/** Single facts that are newer than the table of 2020: a cloud vendor's help pages of 2025-12, others as said. */
export const NEWER_FACTS: Readonly<Record<string, ProvinceDeviation>> = {
  '130000': { same_city_address: true, notes: ['通信地址与证件住所须在同一城市'] },
  '140000': {
    max_domains_per_filing: 3,
    notes: ['每次备案最多 3 个域名', '外籍法定代表人须委托持内地身份证的人担任负责人'],
  },
  '210000': { notes: ['手机号码归属地须与主体所在城市一致（2016 年资料）'] },
  '230000': {
    one_entity_per_person: true,
    notes: ['手机号码须为负责人本人实名', '同一负责人只能用于一个主体'],
  },
  '310000': {
    notes: [
      '不接受学生证',
      '居住证签发须满 1 个月',
      '不接受电子执照',
      '网站达到 30 个需网站建设方案书',
    ],
  },
  '320000': {
    domain_certificate: true,
    notes: ['个人网站名称一般为“某某的个人主页”“某某的个人博客”', '需上传域名证书（2016 年资料）'],
  },
  '330000': { notes: ['个体工商户没有字号时，主办单位名称写“姓名（个体工商户）”'] },
  '340000': {
    unit_leader_must_be_legal_person: false,
    authorization_letter: true,
    notes: ['主体负责人可以不是法定代表人（需授权书），此时网站负责人须与主体负责人为同一人'],
  },
  '360000': { notes: ['个人网站超过 7 个、单位网站超过 15 个时，每次备案 1 个域名'] },
  '370000': {
    notes: ['个人跨省备案需学生证或居住证'],
    personal_out_of_province: 'residence_permit',
  },
  '410000': {
    same_city_address: true,
    max_domains_per_filing: 5,
    notes: ['通信地址与证件住所须在同一城市', '每次备案最多 5 个域名'],
  },
  '420000': { service_leader_letter: true, notes: ['网站负责人需授权书（2016 年资料）'] },
  '430000': {
    max_domains_per_filing: 1,
    service_leader_letter: true,
    notes: [
      '每次备案 1 个域名',
      '网站多于 1 个需网站建设方案书',
      '网站负责人需授权书（2016 年资料）',
    ],
  },
  '440000': {
    commitment_letter: true,
    notes: ['需法定代表人签署《互联网信息服务备案承诺书》', '网站多于 31 个需网站建设方案书'],
  },
  '460000': {
    max_domains_per_filing_individual: 1,
    notes: ['营业执照须有“海南省市场监督管理局商事登记专用章”', '个人每次备案 1 个域名'],
  },
  '500000': {
    one_domain_per_site: true,
    max_domains_per_service: 1,
    notes: ['一个网站一个域名', '个人网站多于 5 个需网站建设方案书'],
  },
  '510000': { notes: ['网站名称宜与单位名称一致（2016 年资料）'] },
  '520000': { same_city_address: true, notes: ['通信地址与证件住所须在同一城市'] },
  '630000': { notes: ['变更备案须重新上传全部五类图片'] },
  '640000': { domain_holder: 'unit', notes: ['域名持有者须为单位本身'] },
  '650000': {
    one_domain_per_site: true,
    max_domains_per_service: 1,
    notes: ['一个网站一个域名'],
  },
};
