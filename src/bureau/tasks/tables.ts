import type { Knex } from 'knex';
import type { TaskKind } from './kinds.ts';

export interface TaskRow {
  id: number;
  task_no: string;
  bureau_id: number;
  kind: TaskKind;
  /** SHA-256 of what it is about: the same thing asked again is the same task while nobody has settled it. */
  task_key: string;
  /** There while it is open: one at a time for one thing. */
  open_key: string | null;
  /** What the list shows: a domain, an ICP number, a masked name. */
  subject_sealed: string;
  /** What it is found by: the whole subject, and its head (an ICP number without the number of the service). */
  subject_index: string | null;
  head_index: string | null;
  /** The filing of ours that it is about. */
  filing_no: string | null;
  body_sealed: string;
  /** The order of the file that the body came in. */
  body_order: string;
  state: 'open' | 'answered' | 'closed';
  deadline_at: Date;
  created_at: Date;
  answer_sealed: string | null;
  /** The record that carries the answer to the bureau. */
  record_no: string | null;
  closed_words_sealed: string | null;
  settled_by: number | null;
  settled_at: Date | null;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    bureau_tasks: Knex.CompositeTableType<TaskRow, Partial<TaskRow>, Partial<TaskRow>>;
  }
}
