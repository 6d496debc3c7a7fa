import type { Clock } from './clock.ts';
import type { Fault } from './faults.ts';
import type { AccountSettings, Settings } from './settings.ts';
import type { Node } from './xml.ts';

/** Leaf elements by their wire name. */
export type Fields = Record<string, string>;

export interface Access {
  /** IspJrid, and Jrid once the bureau gave it. */
  ids: Fields;
  isp_id: number;
  locations: string[];
  methods: string[];
  ips: Fields[];
}

export interface Site {
  /** Who filed it: only this provider gets its own ids back. */
  isp_id: number;
  /** IspWzid, Wzid, Wzmc, Syurl, Wz_Bz, Baxh. */
  fields: Fields;
  approvals: { fields: Fields; scans: string[] }[];
  contents: string[];
  languages: string[];
  domains: Fields[];
  accesses: Access[];
  leader: Fields;
  filed_at: number;
  changed_at: number;
  cancelled: boolean;
}

/** A filed entity with its sites: what the bureau's library holds. */
export interface Entity {
  /** Who filed it: only this provider gets its own ids back. */
  isp_id: number;
  /** IspZtid, Ztid, Dwmc, Dwxz, Tzr, Bbfs, Bz, Baxh. */
  fields: Fields;
  address: Fields;
  certificate: Fields;
  leader: Fields;
  sites: Site[];
  password: string;
  next_site: number;
  filed_at: number;
  changed_at: number;
  cancelled: boolean;
}

export type RequestStatus =
  | 'data_rejected'
  | 'sms_pending'
  | 'bureau_review'
  | 'approved'
  | 'refused'
  | 'closed';

/** One record of an uploaded file, on its way. */
export interface Request {
  id: string;
  isp_id: number;
  upload: number;
  operation: string;
  /** Bs: the provider's id or the number it names. */
  mark: string;
  /** The record as uploaded, pictures replaced by `blob:DIGEST`; put aside when it is through. */
  item: Node;
  label: string;
  status: RequestStatus;
  codes: { code: number; words: string }[];
  words: string;
  received_at: number;
  /** When the sandbox acts by itself (sms time-out or automatic decision); 0 = never. */
  due_at: number;
  sms_deadline_at: number;
  decided_at: number;
}

export interface Upload {
  n: number;
  isp_id: number;
  sequence: number;
  file_name: string;
  hash: string;
  encrypt: number;
  bytes: number;
  accepted_at: number;
  status: 'received' | 'checked';
  /** Codes given to the file or its records, for a quick look. */
  codes: number[];
}

export interface Download {
  name: string;
  isp_id: number;
  kind: string;
  queued_at: number;
  deliveries: number;
  acked_at: number;
}

export interface IpRecord {
  id: number;
  isp_id: number;
  table: string;
  from: number;
  to: number;
}

export interface Account extends AccountSettings {
  last_sequence: number;
  /** Sequences that the bureau claims to have lost, to be sent again before anything new. */
  missing: number[];
  rights: boolean;
}

export interface State {
  accounts: Account[];
  clock: Clock;
  faults: Fault[];
  maintenance: boolean;
  /** Reporting hours in Beijing time, `09:00-17:30`; empty = always. */
  window: string;
  queue_full: boolean;
  uploads: Upload[];
  requests: Request[];
  entities: Entity[];
  downloads: Download[];
  ip_records: IpRecord[];
  unfiled: { id: number; domain: string; isp_id: number; handled: boolean }[];
  blocked_domains: string[];
  blocked_certificates: string[];
  password_tries: Record<string, { count: number; since: number }>;
  next: { id: number; request: number; number: number; file: number };
  auto: string;
  sms: string;
  sms_delay: number;
  review_delay: number;
}

/** The state of a bureau that has just been set up. */
export function freshState(settings: Settings, real: number): State {
  return {
    accounts: [],
    clock: { speed: settings.speed, real, sandbox: real },
    faults: [],
    maintenance: false,
    window: '',
    queue_full: false,
    uploads: [],
    requests: [],
    entities: [],
    downloads: [],
    ip_records: [],
    unfiled: [],
    blocked_domains: [],
    blocked_certificates: [],
    password_tries: {},
    next: { id: 700001, request: 1, number: 1, file: 3001 },
    auto: settings.auto,
    sms: settings.sms,
    sms_delay: settings.sms_delay,
    review_delay: settings.review_delay,
  };
}
