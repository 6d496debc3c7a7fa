import type { Knex } from 'knex';
import type { CheckName, Code } from './codes.ts';

export interface WatchedRow {
  id: number;
  watch_no: string;
  domain: string;
  service_no: string;
  filing_no: string | null;
  customer_id: number | null;
  province_code: string;
  holder_index: string | null;
  icp_number: string | null;
  entity_id_until: Date | string | null;
  leader_id_until: Date | string | null;
  domain_until: Date | string | null;
  approved_at: Date | null;
  level: number;
  look_json: string | null;
  next_check_at: Date | null;
  checked_at: Date | null;
  /** It is watched no longer: cancelled on request. */
  ended_at: Date | null;
  created_at: Date;
}

export interface FindingRow {
  id: number;
  watched_id: number;
  check_name: CheckName;
  code: Code;
  open_key: string | null;
  level: number;
  /** Rises with urgency; people are told anew when it does. */
  stage: number;
  told_stage: number;
  seen: number;
  missed: number;
  evidence: string;
  since: Date;
  seen_at: Date;
  /** null while it might be a flicker. */
  confirmed_at: Date | null;
  cleared_at: Date | null;
  digested_at: Date | null;
  muted_until: Date | null;
  mute_reason: string | null;
  muted_by: number | null;
}

export interface PoliceRow {
  service_no: string;
  police_number: string | null;
  not_needed_at: Date | null;
  set_by: number;
  set_at: Date;
}

type Table<R extends object> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    watched_domains: Table<WatchedRow>;
    watch_findings: Table<FindingRow>;
    watch_cursors: { name: string; after_id: number };
    police_filings: Table<PoliceRow>;
  }
}
