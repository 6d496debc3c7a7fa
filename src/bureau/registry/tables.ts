import type { Knex } from 'knex';

export interface EntityRow {
  id: number;
  entity_no: string;
  bureau_id: number;
  bureau_entity_id: string;
  our_id: string | null;
  /** The filing of ours that it came from, when it did. */
  subject: string | null;
  icp_number: string | null;
  certificate_index: string;
  record_sealed: string;
  version_key: string;
  noted_at: Date;
}

export interface ServiceRow {
  id: number;
  service_no: string;
  bureau_id: number;
  bureau_service_id: string;
  bureau_entity_id: string;
  our_id: string | null;
  subject: string | null;
  icp_number: string | null;
  record_sealed: string;
  version_key: string;
  noted_at: Date;
}

export interface DomainRow {
  id: number;
  service_no: string;
  bureau_domain_id: string;
  our_id: string | null;
  /** In the form of the DNS. */
  domain: string;
  /** As the bureau wrote it. */
  written: string | null;
}

export interface AccessRow {
  id: number;
  service_no: string;
  bureau_access_id: string;
  our_id: string | null;
  provider_id: string;
  /** Methods and locations. */
  place_json: string;
}

export interface AccessIpRow {
  id: number;
  service_no: string;
  bureau_access_id: string;
  bureau_ip_id: string;
  our_id: string | null;
  first_ip: number;
  last_ip: number;
}

export type What = 'entity' | 'service' | 'access';
export interface EndingRow {
  id: number;
  bureau_id: number;
  what: What;
  bureau_record_id: string;
  file_order: string;
  remark_sealed: string | null;
  noted_at: Date;
}

export interface ResourceRow {
  id: number;
  resource_no: string;
  bureau_id: number;
  what: string;
  bureau_record_id: string;
  our_id: string | null;
  first_ip: number | null;
  last_ip: number | null;
  domain: string | null;
  record_sealed: string;
  version_key: string;
  noted_at: Date;
}

export interface ResyncRow {
  id: number;
  resync_no: string;
  bureau_id: number;
  /** There while it waits: one at a time for a bureau. */
  open_key: string | null;
  state: 'waiting' | 'applied' | 'dismissed';
  items: number;
  created_at: Date;
  settled_by: number | null;
  settled_at: Date | null;
}

type Table<R extends object> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    filing_entities: Table<EntityRow>;
    filing_services: Table<ServiceRow>;
    filing_service_domains: Table<DomainRow>;
    filing_accesses: Table<AccessRow>;
    filing_access_ips: Table<AccessIpRow>;
    filing_endings: Table<EndingRow>;
    filing_resources: Table<ResourceRow>;
    bureau_resyncs: Table<ResyncRow>;
    bureau_resync_files: { resync_id: number; download_id: number };
  }
}
