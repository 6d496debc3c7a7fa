import type { Knex } from 'knex';

/** `export` orders and `settlement` a month as a file; `cancel`, `resend`, `note`: the same to each order. */
export const TASK_KINDS = ['export', 'settlement', 'cancel', 'resend', 'note'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** `fetched`: its file was taken · `expired`: its file is gone. */
export type TaskState = 'running' | 'done' | 'stopped' | 'failed' | 'fetched' | 'expired';

export interface TaskRow {
  id: number;
  task_no: string;
  kind: TaskKind;
  state: TaskState;
  made_by: number;
  plan_sealed: string;
  /** In how many pieces its file lies. */
  pieces: number;
  total: number;
  done: number;
  /** Orders that stood elsewhere by then. */
  skipped: number;
  /** Orders below this id are still to be done. */
  cursor_id: number | null;
  problem: string | null;
  /** While a worker is on it, half a minute ahead: when it has come, the worker is gone. */
  due_at: Date | null;
  lease_token: string | null;
  started_at: Date | null;
  stop_asked_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
  expires_at: Date | null;
}

export const writesFile = (kind: TaskKind): boolean => kind === 'export' || kind === 'settlement';

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    shop_tasks: Table<TaskRow>;
  }
}
