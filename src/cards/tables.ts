import type { Knex } from 'knex';

/** Where a card is in its life, as it is stored. */
export const CARD = { available: 0, held: 1, sold: 2, void: 3 } as const;
export type CardStatus = (typeof CARD)[keyof typeof CARD];

export interface CardRow {
  id: number;
  variant_id: number;
  batch_id: number;
  digest: Buffer;
  secret_sealed: Buffer;
  status: CardStatus;
  /** 'YYYY-MM-DD'; NEVER_LAPSES when it does not. */
  sell_by: string;
  order_id: number | null;
}
export const NEVER_LAPSES = '9999-12-31';

export interface BatchRow {
  id: number;
  batch_no: string;
  variant_id: number;
  source: 'pasted' | 'file' | 'generated';
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'undone';
  note: string;
  made_by: number | null;
  cards: number;
  created_at: Date;
}

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    cards: Table<CardRow>;
    card_batches: Table<BatchRow>;
  }
}
