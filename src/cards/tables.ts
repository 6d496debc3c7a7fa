import type { Knex } from 'knex';

/**
 * Where a card is in its life, as it is stored. `frozen`: its batch is held back; `lapsed`: its last day is over.
 * Only `available` counts as stock.
 */
export const CARD = { available: 0, held: 1, sold: 2, void: 3, frozen: 4, lapsed: 5 } as const;
export type CardStatus = (typeof CARD)[keyof typeof CARD];

/** Neither sold nor on its way to a buyer: what an undoing takes away. */
export const UNSOLD = [CARD.available, CARD.frozen, CARD.lapsed] as const;

export interface CardRow {
  id: number;
  variant_id: number;
  batch_id: number;
  digest: Buffer;
  /** Of the number alone, when the card has one beside its secret. */
  number_digest: Buffer | null;
  secret_sealed: Buffer;
  status: CardStatus;
  /** 'YYYY-MM-DD'; NEVER_LAPSES when it does not. */
  sell_by: string;
  order_id: number | null;
  /** What we paid for it, when it is known. */
  cost_cents: number | null;
}
export const NEVER_LAPSES = '9999-12-31';

export interface BatchRow {
  id: number;
  batch_no: string;
  variant_id: number;
  source: 'pasted' | 'file' | 'generated';
  /** `waiting`: its columns are being named or tried; nothing is in stock yet. */
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'undone';
  note: string;
  made_by: number | null;
  /** How many came into stock. */
  cards: number;
  /** Of those, how many an undoing has taken away again. */
  undone_cards: number;
  frozen_at: Date | null;
  lapse_warned_at: Date | null;
  created_at: Date;
}

export const TASK_KINDS = ['import', 'undo', 'freeze', 'thaw', 'void', 'move', 'export'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/**
 * `receiving` its file comes in · `mapping` somebody says what the columns are · `checking` the dry run · `checked` · `running` · `done` · `stopped` ·
 * `failed` · `fetched` an export was taken · `expired` its file is gone.
 */
export type TaskState =
  | 'receiving'
  | 'mapping'
  | 'checking'
  | 'checked'
  | 'running'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'fetched'
  | 'expired';
/** States in which a worker owes something. */
export const AT_WORK = ['checking', 'running'] as const;

export interface TaskRow {
  id: number;
  task_no: string;
  kind: TaskKind;
  state: TaskState;
  batch_id: number | null;
  made_by: number | null;
  plan_sealed: string;
  /** In how many pieces its file lies. */
  pieces: number;
  total_rows: number;
  done_rows: number;
  bad_rows: number;
  problem: string | null;
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

export interface CardEventRow {
  id: number;
  card_id: number;
  event: string;
  detail: string;
  user_id: number | null;
  at: Date;
}

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    cards: Table<CardRow>;
    card_batches: Table<BatchRow>;
    card_tasks: Table<TaskRow>;
    card_faults: { task_id: number; row_no: number; fault: string };
    card_events: Table<CardEventRow>;
  }
}
