import type { Knex } from 'knex';

/**
 * `receiving` the file comes in · `mapping` somebody says what its columns are · `checking` the dry run · `checked` ·
 * `importing` · `writing` an export · `done` · `stopped` · `failed` · `fetched` an export was taken · `expired` its file is gone.
 */
export type TransferState =
  | 'receiving'
  | 'mapping'
  | 'checking'
  | 'checked'
  | 'importing'
  | 'writing'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'fetched'
  | 'expired';

/** States in which a worker owes something. */
export const RUNNING = ['checking', 'importing', 'writing'] as const;
export type RunningState = (typeof RUNNING)[number];

export interface TransferRow {
  id: number;
  /** 'DR…' for an import, 'DC…' for an export. */
  transfer_no: string;
  kind: 'import' | 'export';
  /** What it is a table of: the bureaus' registry, or filings. */
  subject: 'registry' | 'filings';
  state: TransferState;
  made_by: number;
  plan_sealed: string;
  /** In how many pieces its file lies. */
  pieces: number;
  total_rows: number;
  done_rows: number;
  bad_rows: number;
  counts_json: string;
  problem: string | null;
  /** While a worker is on it, half a minute ahead: when it has come, the worker is gone. */
  due_at: Date | null;
  lease_token: string | null;
  started_at: Date | null;
  /** From which row on the present run counts its pace. */
  started_row: number;
  stop_asked_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
  expires_at: Date | null;
}

export interface FaultRow {
  id: number;
  transfer_id: number;
  /** As the spreadsheet counts. */
  row_no: number;
  faults_json: string;
}

type Table<R extends object> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    transfers: Table<TransferRow>;
    transfer_faults: Table<FaultRow>;
    transfer_headings: { heading: string; field: string; used_at: Date };
  }
}
