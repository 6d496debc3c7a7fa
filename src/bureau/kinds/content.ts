// What records are made of, as the rest of the product gives it. Lengths and ranges stand in the interface profile.
// Pictures are base64 texts; the bureau's own numbers are texts of digits; '' or left out: there is none.

type Optional = string | undefined;

interface Reachable {
  office_phone?: Optional;
  email: string;
  msn?: Optional;
  qq?: Optional;
  id_type?: Optional;
  id_number?: Optional;
}
export interface EntityLeader extends Reachable {
  name?: Optional;
  mobile: string;
}
export interface ServiceLeader extends Reachable {
  name: string;
  mobile: string;
}
/** Of a record that is only checked: there its mobile may be missing. */
export interface CheckedLeader extends Reachable {
  name: string;
  mobile?: Optional;
}

export interface Entity {
  kind: string;
  province_code: string;
  city_code: string;
  county_code?: Optional;
  name: string;
  id_type: string;
  id_number: string;
  id_address: string;
  investor?: Optional;
  mailing_address?: Optional;
  remark?: Optional;
  leader: EntityLeader;
}

interface Service {
  name: string;
  content_types: string[];
  prior_approvals?: { type: string; number: string; pictures: string[] }[] | undefined;
  home_url?: Optional;
  remark?: Optional;
  leader: ServiceLeader;
}

/** Dotted addresses from first to last; `bureau_ip_id` is the bureau's number for them. */
export interface Range {
  first: string;
  last: string;
  bureau_ip_id?: Optional;
}
export interface Access {
  methods: string[];
  locations: string[];
  ips: Range[];
}
/** A service that is filed for the first time, with our access to it. */
export interface NewService extends Service {
  languages: string[];
  domains: string[];
  access: Access;
}
/** A filed entity or service by the bureau's number or its ICP number: one of the two is enough. */
export interface FiledPart {
  bureau_id?: Optional;
  icp_number?: Optional;
}

export const ATTACHMENT_USES = [
  'verification_form',
  'entity_certificate',
  'entity_leader_id',
  'service_leader_id',
  'service_leader_photo',
  'commitment_letter',
  'other',
] as const;
export type AttachmentUse = (typeof ATTACHMENT_USES)[number];

interface Picture {
  use: AttachmentUse;
  jpeg: string;
  remark?: Optional;
}
/** A picture of the entity or of one of the record's services. */
export interface Attachment extends Picture {
  owner: 'entity' | { service: number };
}
interface Given {
  attachments?: Attachment[] | undefined;
  /** Abolished in 2020. Goes over the wire as its MD5 only. */
  filing_password?: Optional;
}

/** A first filing: a new entity with its first services. What else the form holds is passed over. */
export interface InitialFiling {
  entity: Entity;
  services: NewService[];
  attachments?: Attachment[] | undefined;
}
export interface AddedServices extends Given {
  entity: FiledPart;
  services: NewService[];
}
/** `entity`: when attachments belong to it. */
export interface AddedAccess extends Given {
  service: FiledPart;
  entity?: FiledPart | undefined;
  access: Access;
}

export interface ChangedService extends Service {
  languages: string[];
  bureau_id: string;
  icp_number: string;
  /** Without a number of the bureau: a domain that is added. */
  domains: { domain: string; bureau_id?: Optional }[];
  /** Our own accesses, all of them. */
  accesses: (Access & { bureau_id: string })[];
}
/** A change sends the whole record of the entity and of the services concerned, as it shall be. */
export interface Change extends Given {
  entity: Entity & { bureau_id: string; icp_number: string };
  services: ChangedService[];
}

/** What goes, by the bureau's number for it; `reason` from the table cancel_reasons. */
export interface Cancelled {
  bureau_id: string;
  reason: string;
  remark?: Optional;
  filing_password?: Optional;
}

/** Each picture is a record of its own on the wire, with a result of its own. */
export interface AddedMaterials {
  materials: (Picture & FiledPart & { owner: 'entity' | 'service' })[];
}

export interface CheckedService extends Omit<Service, 'leader'> {
  bureau_id: string;
  leader: CheckedLeader;
  domains: { domain: string; bureau_id: string }[];
  accesses: (Omit<Access, 'ips'> & {
    bureau_id: string;
    ips: (Range & { bureau_ip_id: string })[];
  })[];
}
/** What was found when a record was checked at the bureau's request (HSRW): the record as it came, and an opinion. */
export interface CheckAnswer {
  passed: boolean;
  checker: string;
  checked_on: string;
  opinion: string;
  faults?: Optional;
  entity: Omit<Entity, 'kind'> & { kind?: Optional; bureau_id: string };
  services: CheckedService[];
}

/** What was done about a site without a filing (WBAWZLB): its own data as they came, `result` from unfiled_actions. */
export interface UnfiledAnswer {
  domain: string;
  ip: string;
  /** Yys and Jrs: whose line and whose customer, as the list says. */
  carrier_id: string;
  provider_id: string;
  province_code: string;
  result: string;
  opinion: string;
  /** Rbsj and Clsx: since when it is listed, and until when it is to be dealt with. */
  listed_on: string;
  due_on: string;
  reporter_name?: Optional;
  reporter_phone?: Optional;
  reporter_email?: Optional;
}
