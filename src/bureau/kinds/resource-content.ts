// Addresses and domains as they are filed: one row of the interface is one record of ours.

type Optional = string | undefined;

interface Range {
  first: string;
  last: string;
  remark?: Optional;
}
/** The bureau's number for a row that is filed. */
export interface Filed {
  bureau_id: string;
}

/** Where addresses come from: a unit of the bureau's list. */
export interface IpSource extends Range {
  source_unit_id: string;
}

interface Holder {
  holder_name?: Optional;
  /** Tables entity_kinds, and the bureau's for classes and industries. */
  holder_kind?: Optional;
  holder_class?: Optional;
  holder_industry?: Optional;
  province_code?: Optional;
  city_code?: Optional;
  county_code?: Optional;
  address?: Optional;
  contact_name?: Optional;
  contact_phone?: Optional;
  contact_email?: Optional;
}
interface Use {
  /** '1' static, '2' dynamic, '3' not known. */
  mode?: Optional;
  assigned_on?: Optional;
  /** '1': serves redirects of domains. */
  is_redirect?: Optional;
  gateway_ip?: Optional;
  gateway_place?: Optional;
}
/** `way` decides what else is asked: '1' assigned and used, '2' passed on, '3' for ourselves, '4' kept back. */
export interface IpAssignment extends Range, Holder, Use {
  way: '1' | '2' | '3' | '4';
  assignee_unit_id?: Optional;
}
/** Addresses that a carrier announces for a unit. */
export interface IpBroadcast extends Range {
  carrier_unit_id: string;
  applicant_unit_id: string;
}
/** Addresses that a customer brought along: from a unit of the bureau's list by its number, else by its name. */
export interface OwnIp extends Range, Holder, Use {
  source_unit_id?: Optional;
  source_unit_name?: Optional;
}

interface DomainContact {
  name: string;
  organization: string;
  address: string;
  province_code: string;
  city_code: string;
  email: string;
  phone: string;
}
/** A domain's registration, as registrars file it. */
export interface DomainRegistration {
  domain: string;
  type: string;
  registered_on: string;
  valid_until: string;
  registrant: DomainContact;
  manager: DomainContact;
  payer?: Partial<DomainContact> | undefined;
  registrar: string;
  name_servers: string;
}
/** By the bureau's number or its name. */
export interface RemovedDomain {
  bureau_id?: Optional;
  domain?: Optional;
}
