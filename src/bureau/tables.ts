import type { Knex } from 'knex';
import type { RecordKind } from './kinds/index.ts';

export interface BureauRow {
  id: number;
  name: string;
  province_code: string;
  isp_id: string;
  user_name: string;
  password_sealed: string;
  encrypt: number;
  aes_key_sealed: string | null;
  aes_iv_sealed: string | null;
  upload_wsdl: string;
  query_wsdl: string | null;
  verify_wsdl: string | null;
  /** '08:00-20:00' (Asia/Shanghai), or '' for what its profile says. */
  hours: string;
  /** The hours of its interface profile, as the version in force has them; '' for always. */
  profile_hours: string;
  /** Calls in any 60 minutes; 0: no limit; null: as its profile says. */
  calls_per_hour: number | null;
  /** This bureau has refused larger files (18). */
  file_bytes: number | null;
  is_sandbox: number | boolean;
  /** The interface profile it is spoken to by. */
  profile_name: string;
  /** null: not known yet, the bureau is asked first. */
  next_sequence: number | null;
  sequence_checked_at: Date | null;
  lease_owner: string | null;
  lease_until: Date | null;
  lease_fence: number;
  paused_at: Date | null;
  pause_reason: string | null;
  held_until: Date | null;
  held_reason: string | null;
  /** The msg_code that made it wait. */
  held_code: number | null;
  failures: number;
  breaker_until: Date | null;
  last_error: string | null;
  last_error_at: Date | null;
  last_ok_at: Date | null;
  /** When a file last went up or came down: the pace of polling follows it. */
  last_traffic_at: Date | null;
  bad_file_name: string | null;
  bad_file_count: number;
  next_poll_at: Date;
  /** Set whenever a record is put in line, cleared by the round that then looks: no round can overlook it. */
  wake_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface RecordRow {
  id: number;
  record_no: string;
  bureau_id: number;
  subject: string;
  kind: RecordKind;
  /** Records of the interface in it: of the 1000 that a file may hold. */
  items: number;
  xml_bytes: number;
  /** The version of the profile it was written by; null: what is shipped. */
  profile_id: number | null;
  status: 'queued' | 'frozen' | 'accepted' | 'answered';
  upload_id: number | null;
  created_at: Date;
  answered_at: Date | null;
  /** When the bureau said yes, and when it published a change that it had granted. */
  passed_at: Date | null;
  published_at: Date | null;
}

/** A number under which the bureau may speak of a record. */
export interface RecordMarkRow {
  record_id: number;
  bureau_id: number;
  operation: string;
  mark: string;
}

/** `given_id`: the bureau's own number for the same part, told by bureau `given_by` when it published. */
export interface IdRow {
  id: number;
  subject: string;
  path: string;
  given_id: string | null;
  given_by: number | null;
}

export interface UploadRow {
  id: number;
  upload_no: string;
  bureau_id: number;
  sequence: number;
  zip_hash: string;
  zip_bytes: number;
  xml_bytes: number;
  records: number;
  status: 'frozen' | 'sending' | 'accepted';
  tries: number;
  msg_code: number | null;
  msg: string | null;
  frozen_at: Date;
  sending_at: Date | null;
  accepted_at: Date | null;
  /** When its content was forgotten: it had been kept long enough. */
  emptied_at: Date | null;
}

export interface DownloadRow {
  id: number;
  download_no: string;
  bureau_id: number;
  file_name: string;
  zip_hash: string;
  zip_bytes: number;
  received_at: Date;
  acked_at: Date | null;
  applied_at: Date | null;
  kinds: string | null;
  results: number;
  unknown: number;
  unknown_names: string | null;
  /** As of an upload. */
  emptied_at: Date | null;
}

export interface ResultRow {
  id: number;
  result_no: string;
  bureau_id: number;
  subject: string;
  record_no: string | null;
  kind: string;
  body_sealed: string;
  at: Date;
  settled_at: Date | null;
  /** How often its filing could not take it up. */
  tries: number;
  next_try_at: Date | null;
}

export interface InboxRow {
  id: number;
  inbox_no: string;
  bureau_id: number;
  download_id: number | null;
  body_no: string;
  kind: string;
  items: number;
  reason: string;
  at: Date;
  handled_at: Date | null;
}

export interface AlarmRow {
  id: number;
  bureau_id: number;
  code: string;
  open_key: string | null;
  words: string;
  raised_at: Date;
  announced_at: Date | null;
  cleared_at: Date | null;
}

export interface ProfileRow {
  id: number;
  name: string;
  version: number;
  document_json: string;
  document_hash: string;
  source: 'shipped' | 'console';
  status: 'draft' | 'active' | 'former';
  /** The name while this version is in force: unique, so there is only one. */
  active_name: string | null;
  note: string;
  made_by: number | null;
  made_at: Date;
  activated_by: number | null;
  activated_at: Date | null;
}

/** What one person has changed of a version and not yet made the next one of. */
export interface ProfileDraftRow {
  id: number;
  profile_id: number;
  user_id: number;
  document_json: string;
  /** Grows with each change: who has looked at an older one must look again. */
  revision: number;
  updated_at: Date;
}

export interface CodeTableRow {
  id: number;
  table_name: string;
  source: 'seed' | 'bureau';
  bureau_id: number | null;
  rows_json: string;
  rows_hash: string;
  /** Of the file that a bureau sent it in; '' for the seed. */
  file_order: string;
  created_at: Date;
}

/** A change may be computed by the database (`raw`). */
type Change<R> = { [K in keyof R]?: R[K] | Knex.Raw };
type Table<R extends object> = Knex.CompositeTableType<R, Partial<R>, Change<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    bureaus: Table<BureauRow>;
    bureau_bodies: { body_no: string; part: number; bytes_sealed: Buffer };
    bureau_call_times: { id?: number; bureau_id: number; at: Date };
    bureau_records: Table<RecordRow>;
    bureau_record_marks: RecordMarkRow;
    bureau_ids: IdRow;
    bureau_uploads: Table<UploadRow>;
    bureau_upload_records: { upload_id: number; record_id: number };
    bureau_downloads: Table<DownloadRow>;
    bureau_results: Table<ResultRow>;
    bureau_inbox: Table<InboxRow>;
    bureau_alarms: Table<AlarmRow>;
    code_tables: Table<CodeTableRow>;
    bureau_profiles: Table<ProfileRow>;
    bureau_profile_drafts: Table<ProfileDraftRow>;
  }
}
