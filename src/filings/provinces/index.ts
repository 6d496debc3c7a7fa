import { PROVINCE_NAMES } from './names.ts';
import { NEWER_FACTS } from './newer-facts.ts';
import type { ProvinceOverride, ProvinceRules } from './types.ts';
import { VENDOR_2020 } from './vendor-2020.ts';

export { ProvinceOverride, ProvinceRules } from './types.ts';

const DEFAULTS: ProvinceRules = {
  code: '000000',
  name: '',
  full_name: '',
  short: '',
  local_mobile: false,
  unit_leader_must_be_legal_person: true,
  authorization_letter: false,
  service_leader_letter: false,
  domain_holder: 'unit',
  adult_rule_for_units: false,
  personal_out_of_province: 'no_rule',
  unit_to_personal_change: false,
  change_proof_needed: false,
  access_match: 'unknown',
  foreign_registrar_banned: false,
  one_domain_per_site: false,
  max_domains_per_service: null,
  max_domains_per_filing: null,
  max_domains_per_filing_individual: null,
  same_city_address: false,
  one_entity_per_person: false,
  domain_certificate: false,
  commitment_letter: false,
  notes: [],
  dated: '无资料，按全国通行要求',
};
const DATED = '2019–2020 年服务商公开资料，部分为 2025 年 12 月资料；以管局最新要求为准';

/** All provinces, by code. */
export const PROVINCES: readonly ProvinceRules[] = PROVINCE_NAMES.map(
  ([code, name, full_name, short]) => ({
    ...DEFAULTS,
    ...VENDOR_2020[code],
    ...NEWER_FACTS[code],
    ...{ code, name, full_name, short },
    dated: code in VENDOR_2020 ? DATED : DEFAULTS.dated,
  }),
);

/**
 * What the province of any GB/T 2260 code asks for, with what the operator knows better laid over it.
 * An unknown code gives the default record under that code.
 */
export function provinceRules(code: string, overrides: ProvinceOverride = {}): ProvinceRules {
  const province_code = `${code.slice(0, 2).padEnd(2, '0')}0000`;
  const known = PROVINCES.find((province) => province.code === province_code);
  const given = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  );
  return { ...(known ?? { ...DEFAULTS, code: province_code }), ...given };
}

/** 浙江 for 330106; empty when the code is no province's. */
export function provinceName(code: string): string {
  return provinceRules(code).name;
}
