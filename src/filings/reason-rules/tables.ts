import type { Knex } from 'knex';

export interface RuleRow {
  id: number;
  rule_code: string;
  /** An own rule whole, or what differs from the shipped one; null: as it was shipped, or taken away. */
  rule_json: string | null;
  is_off: number | boolean;
  /** One more with every act; it goes on when a rule was taken back. */
  version: number;
  changed_by: number | null;
  changed_at: Date;
}

export interface SentenceRow {
  id: number;
  sentence_no: string;
  sentence_index: string;
  /** '' for what was said in words. */
  bureau_code: string;
  sentence_sealed: string;
  times: number;
  first_at: Date;
  last_at: Date;
  /** The last few filings it was said about, by comma. */
  filing_nos: string;
  is_known: number | boolean;
  dismissed_at: Date | null;
}

export interface RefusalRow {
  id: number;
  filing_id: number;
  /** 1 for the first refusal of a filing. */
  round: number;
  rule_code: string;
  path: string;
  province_code: string;
  refused_at: Date;
}

type Table<R extends { id: number }, Optional extends keyof R = never> = Knex.CompositeTableType<
  R,
  Omit<R, 'id' | Optional> & Partial<Pick<R, Optional>>,
  { [K in keyof Omit<R, 'id'>]?: R[K] | Knex.Raw }
>;

declare module 'knex/types/tables.js' {
  interface Tables {
    reason_rules: Table<RuleRow>;
    reason_rule_versions: Table<RuleRow>;
    reason_sentences: Table<SentenceRow, 'dismissed_at'>;
    filing_refusals: Table<RefusalRow>;
  }
}
