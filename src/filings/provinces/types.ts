import { z } from 'zod';

const count = z.number().int().min(1).max(1000).nullable();

/** What one province asks for. All of it is known from others, not from the bureau: see `dated`. */
export const ProvinceRules = z.object({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  full_name: z.string(),
  /** The character that opens its filing numbers: 浙ICP备… */
  short: z.string(),
  /** Mobile numbers of this province only. */
  local_mobile: z.boolean(),
  unit_leader_must_be_legal_person: z.boolean(),
  /** A letter is asked for when the leader is not the 法定代表人. */
  authorization_letter: z.boolean(),
  /** A letter is asked for when the service leader is not the entity leader. */
  service_leader_letter: z.boolean(),
  /** Who may hold the domain: the unit, also its 法定代表人, or also shareholders and executives. */
  domain_holder: z.enum(['unit', 'legal_person', 'people']),
  adult_rule_for_units: z.boolean(),
  personal_out_of_province: z.enum(['no_rule', 'residence_permit', 'denied']),
  unit_to_personal_change: z.boolean(),
  change_proof_needed: z.boolean(),
  /** What must equal the old record when a site is added here that is filed elsewhere. */
  access_match: z.enum(['unknown', 'lenient', 'name', 'name_id', 'name_id_person', 'all']),
  foreign_registrar_banned: z.boolean(),
  one_domain_per_site: z.boolean(),
  max_domains_per_service: count,
  max_domains_per_filing: count,
  max_domains_per_filing_individual: count,
  /** 证件住所 and 通信地址 in one city. */
  same_city_address: z.boolean(),
  /** A person may lead the sites of one entity only. */
  one_entity_per_person: z.boolean(),
  domain_certificate: z.boolean(),
  commitment_letter: z.boolean(),
  /** More to know, for people. */
  notes: z.array(z.string()),
  /** Where this comes from and how old it is. */
  dated: z.string(),
});

export type ProvinceRules = z.output<typeof ProvinceRules>;

/** What an operator may set for a province; only what stands here changes. */
export const ProvinceOverride = ProvinceRules.omit({ code: true }).partial();
export type ProvinceOverride = z.output<typeof ProvinceOverride>;

export type ProvinceDeviation = Partial<ProvinceRules>;
