import type { Knex } from 'knex';
import type { HowOwned } from './entities/owners.ts';
import type { FilingKind } from './kinds/names.ts';
import type { FilingStatus } from './steps/status.ts';

export interface FilingRow {
  id: number;
  filing_no: string;
  customer_id: number;
  kind: FilingKind;
  source: FilingSource;
  entity_kind: string;
  province_code: string;
  status: FilingStatus;
  status_at: Date;
  /** One more with every save and every step: whoever changes a filing names the version he saw. */
  version: number;
  form_sealed: string;
  fields_sealed: string;
  title_sealed: string;
  marks_sealed: string | null;
  entity_number_index: string | null;
  open_entity_index: string | null;
  reviewer_id: number | null;
  review_claimed_at: Date | null;
  review_due_at: Date | null;
  /** By when the agent decides, while it is before him. */
  agent_due_at: Date | null;
  sms_due_at: Date | null;
  sms_reminded_at: Date | null;
  held_reason: string | null;
  held_until: Date | null;
  next_try_at: Date | null;
  tries: number;
  /** Its record at the bureau: the one it was put in line with last. */
  record_no: string | null;
  entity_icp_number: string | null;
  numbers_json: string | null;
  created_at: Date;
  saved_at: Date;
  submitted_at: Date | null;
  reported_at: Date | null;
  approved_at: Date | null;
  /** Since when what it led to is no more at the bureau, and why. */
  ended_at: Date | null;
  ended_words_sealed: string | null;
}
/** `moved`: by the provider, for his own addresses. */
export type FilingSource = 'page' | 'api' | 'import' | 'moved';

export interface DomainRow {
  id: number;
  filing_id: number;
  service_index: number;
  domain: string;
  open_domain: string | null;
  icp_number: string | null;
  bureau_domain_id: string | null;
}

export interface EventRow {
  id: number;
  filing_id: number;
  at: Date;
  event: string;
  status: FilingStatus;
  actor_kind: 'user' | 'client' | 'system';
  actor_id: number | null;
  words: string | null;
  expected_at: Date | null;
}

export interface VersionRow {
  id: number;
  filing_id: number;
  version: number;
  form_sealed: string;
  /** What the customer said to the reviewer with it. */
  word_sealed: string | null;
  submitted_at: Date;
}

export interface ReviewRow {
  id: number;
  filing_id: number;
  version: number;
  reviewer_id: number | null;
  decision: 'pass' | 'return';
  marks_sealed: string;
  note_sealed: string | null;
  /** Paths of the lines that were found right. */
  ticked_json: string | null;
  /** An agent's look, before ours. */
  is_agent: number | boolean;
  at: Date;
}

export interface PictureRow {
  id: number;
  filing_id: number;
  slot: string;
  document_no: string;
  reading: 'waiting' | 'taken' | 'wrong_kind' | 'none';
  added_at: Date;
}

export interface ReadingRow {
  id: number;
  filing_id: number;
  slot: string;
  document_no: string;
  path: string;
  /** The name OCR gives it: the cut-out lies at /documents/:no/fields/:field. */
  field: string;
  value_sealed: string;
  confidence: number;
  state: 'applied' | 'kept' | 'undone';
  at: Date;
}

export interface RequestRow {
  id: number;
  user_id: number;
  key_digest: string;
  request_hash: string;
  started_at: Date;
  filing_no: string | null;
  answer_sealed: string | null;
}

export interface OwnerRow {
  id: number;
  entity_no: string;
  customer_id: number;
  how: HowOwned;
  at: Date;
}

export interface GateAnswerRow {
  id: number;
  domain: string;
  allowed: number | boolean;
  reason: string;
  user_id: number;
  client_id: number | null;
  at: Date;
}

export type Table<
  R extends { id: number },
  Optional extends keyof R = never,
> = Knex.CompositeTableType<
  R,
  Omit<R, 'id' | Optional> & Partial<Pick<R, Optional>>,
  Partial<Omit<R, 'id'>>
>;
type Nullable<R> = { [K in keyof R]: null extends R[K] ? K : never }[keyof R];

declare module 'knex/types/tables.js' {
  interface Tables {
    filings: Table<FilingRow, Nullable<FilingRow> | 'tries'>;
    filing_domains: Table<DomainRow, Nullable<DomainRow>>;
    filing_events: Table<EventRow, Nullable<EventRow>>;
    filing_versions: Table<VersionRow, Nullable<VersionRow>>;
    filing_reviews: Table<ReviewRow, 'is_agent'>;
    filing_pictures: Table<PictureRow>;
    filing_readings: Table<ReadingRow>;
    entity_owners: Table<OwnerRow>;
    gate_answers: Table<GateAnswerRow, 'client_id'>;
    filing_requests: Table<RequestRow, Nullable<RequestRow>>;
  }
}
