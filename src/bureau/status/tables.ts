import type { Knex } from 'knex';

export interface StatusAnswerRow {
  id: number;
  condition_type: string;
  condition_index: string;
  condition_sealed: string;
  /** Whose bureau is to be asked first. */
  province_code: string | null;
  state: 'filed' | 'unfiled' | 'unknown';
  entity_number: string | null;
  service_number: string | null;
  bureau_id: number | null;
  asked_at: Date | null;
  /** Until then nobody is asked again. */
  fresh_until: Date | null;
  /** Somebody waits for a new answer since then. */
  wanted_at: Date | null;
  next_try_at: Date | null;
  tries: number;
  last_error: string | null;
  changed_at: Date | null;
  state_before: 'filed' | 'unfiled' | 'unknown' | null;
}

type Optional = 'province_code' | 'entity_number' | 'service_number' | 'bureau_id' | 'asked_at';
type More = 'fresh_until' | 'wanted_at' | 'next_try_at' | 'tries' | 'last_error';
type Rest = 'changed_at' | 'state_before';
type Insert = Omit<StatusAnswerRow, 'id' | Optional | More | Rest> & Partial<StatusAnswerRow>;
type Change = { [K in keyof StatusAnswerRow]?: StatusAnswerRow[K] | Knex.Raw };

declare module 'knex/types/tables.js' {
  interface Tables {
    bureau_status_answers: Knex.CompositeTableType<StatusAnswerRow, Insert, Change>;
  }
}
