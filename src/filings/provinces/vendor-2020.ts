import type { ProvinceDeviation } from './types.ts';

/**
 * One hosting vendor's published texts of 2019-2020, province by province; only what differs from the
 * default stands here. Dated: whoever knows better overrides it in the settings.
 */
export const VENDOR_2020: Readonly<Record<string, ProvinceDeviation>> = {
  // 北京
  '110000': {
    unit_to_personal_change: false,
    change_proof_needed: true,
    foreign_registrar_banned: true,
  },
  // 天津
  '120000': {
    local_mobile: true,
    domain_holder: 'people',
    adult_rule_for_units: true,
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id',
  },
  // 河北
  '130000': {
    domain_holder: 'legal_person',
    unit_to_personal_change: true,
    access_match: 'name_id_person',
  },
  // 山西
  '140000': {
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'lenient',
  },
  // 内蒙古
  '150000': {
    domain_holder: 'people',
    adult_rule_for_units: true,
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: true,
    change_proof_needed: true,
    access_match: 'name_id_person',
    foreign_registrar_banned: true,
  },
  // 辽宁
  '210000': {
    local_mobile: true,
    domain_holder: 'people',
    adult_rule_for_units: true,
    unit_to_personal_change: false,
    access_match: 'name_id',
  },
  // 吉林
  '220000': {
    domain_holder: 'legal_person',
    adult_rule_for_units: true,
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: true,
    change_proof_needed: true,
    foreign_registrar_banned: true,
  },
  // 黑龙江
  '230000': {
    domain_holder: 'legal_person',
    personal_out_of_province: 'denied',
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id_person',
  },
  // 上海
  '310000': {
    authorization_letter: true,
    domain_holder: 'people',
    personal_out_of_province: 'residence_permit',
    change_proof_needed: true,
  },
  // 江苏
  '320000': {
    authorization_letter: true,
    local_mobile: true,
    domain_holder: 'legal_person',
    adult_rule_for_units: true,
    personal_out_of_province: 'residence_permit',
    change_proof_needed: true,
    access_match: 'name_id',
  },
  // 浙江
  '330000': { domain_holder: 'people', change_proof_needed: true, access_match: 'lenient' },
  // 安徽
  '340000': {
    domain_holder: 'legal_person',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 福建
  '350000': {
    authorization_letter: true,
    domain_holder: 'legal_person',
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id',
  },
  // 江西
  '360000': {
    domain_holder: 'people',
    personal_out_of_province: 'denied',
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id_person',
  },
  // 山东
  '370000': {
    domain_holder: 'legal_person',
    adult_rule_for_units: true,
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 河南
  '410000': {
    domain_holder: 'people',
    adult_rule_for_units: true,
    personal_out_of_province: 'denied',
    unit_to_personal_change: false,
    access_match: 'name',
  },
  // 湖北
  '420000': {
    authorization_letter: true,
    domain_holder: 'people',
    adult_rule_for_units: true,
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: true,
    change_proof_needed: true,
    access_match: 'name',
  },
  // 湖南
  '430000': {
    authorization_letter: true,
    local_mobile: true,
    adult_rule_for_units: true,
    unit_to_personal_change: true,
    access_match: 'all',
    foreign_registrar_banned: true,
  },
  // 广东
  '440000': { unit_to_personal_change: true, access_match: 'lenient' },
  // 广西
  '450000': {
    unit_leader_must_be_legal_person: false,
    local_mobile: true,
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id',
  },
  // 海南
  '460000': { domain_holder: 'people', unit_to_personal_change: true, access_match: 'lenient' },
  // 重庆
  '500000': {
    domain_holder: 'people',
    adult_rule_for_units: true,
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'name_id_person',
    foreign_registrar_banned: true,
  },
  // 四川
  '510000': {
    authorization_letter: true,
    domain_holder: 'people',
    adult_rule_for_units: true,
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 贵州
  '520000': {
    authorization_letter: true,
    domain_holder: 'legal_person',
    personal_out_of_province: 'residence_permit',
    unit_to_personal_change: true,
    access_match: 'name_id_person',
  },
  // 云南
  '530000': {
    domain_holder: 'people',
    adult_rule_for_units: true,
    unit_to_personal_change: true,
    access_match: 'lenient',
  },
  // 西藏
  '540000': {
    domain_holder: 'legal_person',
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 陕西
  '610000': {
    local_mobile: true,
    domain_holder: 'legal_person',
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id',
  },
  // 甘肃
  '620000': {
    authorization_letter: true,
    local_mobile: true,
    personal_out_of_province: 'denied',
    unit_to_personal_change: false,
    change_proof_needed: true,
    access_match: 'name_id_person',
  },
  // 青海
  '630000': {
    domain_holder: 'people',
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 宁夏
  '640000': {
    domain_holder: 'legal_person',
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
  // 新疆
  '650000': {
    domain_holder: 'legal_person',
    personal_out_of_province: 'denied',
    unit_to_personal_change: true,
    access_match: 'name_id',
  },
};
